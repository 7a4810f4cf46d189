"""Published answers in; words, charts, tables and files out. Pure: knows neither Streamlit nor where data live."""
