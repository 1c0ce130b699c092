"""An almost empty page, settled as the app is: the peer of one assessment."""

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle() -> None:
    gc.collect()
    gc.freeze()


st.text_input("Strength", "15 %")
st.write("15 %")
settle()
