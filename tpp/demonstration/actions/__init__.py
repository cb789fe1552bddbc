"""Making the demonstration by the register's own actions, so that it can show no impossible state."""
