"""What people see and touch: Streamlit only, no formula, no threshold, no sentence of science."""
