"""How what admins see is drawn."""
