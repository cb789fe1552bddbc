"""What gunicorn and the flask command serve."""

from config import settings
from tpp import create_app

app = create_app(settings())
