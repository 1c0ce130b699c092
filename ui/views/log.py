"""Where the batches were before: leads to where they are, with the batch that the address names."""

from __future__ import annotations

import streamlit as st

st.switch_page("ui/views/batches.py", query_params=st.query_params.to_dict())
