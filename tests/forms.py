"""Forms of the admin, filled as a browser fills them."""


def form_data(response) -> dict:
    """What a browser would send back from the form of a change page, as it came."""
    data = {}
    forms = [response.context["adminform"].form]
    if hasattr(forms[0], "seen"):
        data["seen"] = forms[0].seen
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            value = bound.field.prepare_value(value)
            if value is None or value is False:
                continue
            data[bound.html_name] = "on" if value is True else value
    return data
