"""Words of a text, as a form takes them."""

from django import forms


class WordsField(forms.CharField):
    """Words of the text, to the letter but for line ends: a browser sends each as CR LF."""

    def __init__(self, **kwargs) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")
