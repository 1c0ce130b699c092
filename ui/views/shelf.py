"""Where Keeps was before: leads to where it is, with the recipe that the address holds."""

from __future__ import annotations

import streamlit as st

st.switch_page("ui/views/keeps.py", query_params=st.query_params.to_dict())
