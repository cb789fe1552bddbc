"""What gunicorn and the flask command serve."""

from config import Config
from tpp import create_app

app = create_app(Config)
