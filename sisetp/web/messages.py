"""Put the messages of a broken rule beside the fields of the form that sent it."""

from wtforms import Form

from sisetp.domain.errors import RuleViolation


def show_messages(form: Form, broken: RuleViolation) -> None:
    """Add each message to its field; one for a field that the form lacks goes to the form itself."""
    for message in broken.messages:
        field = form._fields.get(message.campo)
        if field is None:
            form.form_errors.append(message.mensagem)
        else:
            field.errors = [*field.errors, message.mensagem]
