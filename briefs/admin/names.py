"""Form fields in which known things are given by name: plain text, with or without script."""

from collections.abc import Callable, Iterable

from django import forms
from django.db.models import Model
from rapidfuzz import process

SEPARATOR = ";"


def _split(value: str | None) -> list[str]:
    names = (" ".join(name.split()) for name in (value or "").split(SEPARATOR))
    return [name for name in names if name]


class NamesField(forms.CharField):
    """Known things by name, parted by semicolons; a name that is not known is refused.

    ``name_of`` gives the name that stands for a thing in the form; ``also`` the others that are
    understood. With ``many`` off it is one thing or None.
    """

    def __init__(
        self,
        queryset: Callable,
        *,
        noun: str,
        name_of: Callable[[Model], str] = str,
        also: Callable[[Model], Iterable[str]] = lambda thing: (),
        many: bool = True,
        **kwargs,
    ) -> None:
        self.queryset, self.noun, self.many = queryset, noun, many
        self.name_of, self.also = name_of, also
        super().__init__(required=False, **kwargs)
        self.widget.attrs |= {
            "list": f"names-of-{noun}",
            "data-names": "many" if many else "one",
            "autocomplete": "off",
        }

    def __deepcopy__(self, memo):
        """Each form reads the rows anew, once."""
        field = super().__deepcopy__(memo)
        field.__dict__.pop("_known", None)
        return field

    @property
    def known(self) -> dict[str, Model]:
        """The things by the name that stands for each. One query."""
        if "_known" not in self.__dict__:
            self._known = {}
            for thing in self.queryset():
                short = self.name_of(thing)
                self._known[str(thing) if short in self._known else short] = thing
        return self._known

    def options(self) -> list[tuple[str, str]]:
        """What can be chosen: each name, and the full one where it says more."""
        return [
            (name, "" if str(thing) == name else str(thing)) for name, thing in self.known.items()
        ]

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        keys = [value] if isinstance(value, int) else [getattr(v, "pk", v) for v in value]
        names = {thing.pk: name for name, thing in self.known.items()}
        return f"{SEPARATOR} ".join(names[key] for key in keys if key in names)

    def has_changed(self, initial, data) -> bool:
        return set(_split(self.prepare_value(initial))) != set(_split(data))

    def clean(self, value):
        names = self._every_name()
        found: dict[int, Model] = {}
        for name in _split(value):
            for thing in self._things(name, names):
                found[thing.pk] = thing
        if self.many:
            return list(found.values())
        if len(found) > 1:
            raise forms.ValidationError("Give one name.")
        return next(iter(found.values()), None)

    def _things(self, name: str, names: dict[str, Model]) -> list[Model]:
        """The thing of that name; or those of a list with commas, where no name has one."""
        if name.casefold() in names:
            return [names[name.casefold()]]
        parts = [part.strip().casefold() for part in name.split(",") if part.strip()]
        if len(parts) > 1 and all(part in names for part in parts):
            return [names[part] for part in parts]
        raise forms.ValidationError(self._unknown(name))

    def _every_name(self) -> dict[str, Model]:
        names = {name.casefold(): thing for name, thing in self.known.items()}
        for thing in self.known.values():
            for other in (str(thing), *self.also(thing)):
                names.setdefault(other.casefold(), thing)
        return names

    def _unknown(self, name: str) -> str:
        near = process.extractOne(name, list(self.known), score_cutoff=70)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        return f"There is no {self.noun} called “{name}”.{hint}"
