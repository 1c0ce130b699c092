"""People's text to meaning, with an account of every word.

`strength`, `price` and `size` read cells of product tables; `forms_in_text` finds the forms of vitamin C in
an ingredient list or a name, with `names_in_text` below it; `json_reader` reads JSON strictly.
"""
