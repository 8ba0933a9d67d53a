"""Pages from templates: one Jinja environment for a site, its theme and the bundled templates.

Everything is escaped but `Markup` from the views, an undefined name is an error, and nothing that would make
two builds differ (`lipsum`, `random`) is offered. Compiled templates are not kept on disk: a page kind costs
10 to 50 ms once a process, and Jinja's bytecode cache is `marshal`, which must not be read from a folder that
others may have written to.
"""

from __future__ import annotations

import difflib
import itertools
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any, NoReturn

import jinja2
from jinja2.loaders import BaseLoader
from markupsafe import Markup

from digest.problems import DigestError, error
from digest.render.layers import Layers, exact_name
from digest.render.messages import language_name, messages

_EXTENDS_ITSELF = (
    'a template that replaces another one extends it as "theme:NAME" or "default:NAME", '
    "because NAME alone is the template itself"
)


class Templates:
    """The templates of one site in one interface language.

    Templates see `t(key, **values)`, the words of the interface, `language_name(code)`, and what `render` is
    given; `digest.pages.views` describes it.
    """

    def __init__(self, layers: Layers, language: str) -> None:
        self._layers = layers
        self._environment = _Environment(layers)
        self._environment.globals.update(
            t=messages(language),
            language_name=lambda code: language_name(code, language),
            zip_longest=itertools.zip_longest,
        )

    def render(self, name: str, /, **context: object) -> str:
        """The template `name` (`entry.html`, `parts/card.html`) filled in with `context`.

        Raises DigestError, with the template's path and line, for whatever goes wrong inside a template.
        """
        try:
            return self._environment.get_template(name).render(context)
        except Exception as failure:  # noqa: BLE001  templates belong to the site and may call anything
            self._explain(failure, name)

    def renderer(self, name: str, variable: str) -> Callable[[object], Markup]:
        """A function from one view to its HTML, for parts that are rendered thousands of times.

        The part `name` sees the view as `variable` (`parts/card.html` as `card`). Errors are `render`'s.
        """

        def rendered(view: object) -> Markup:
            return Markup(self.render(name, **{variable: view}))  # noqa: S704  escaped by the template

        return rendered

    def _explain(self, failure: Exception, name: str) -> NoReturn:
        """Raise the DigestError that says where in which template and why."""
        path, line = _place(failure)
        message, hint = str(failure), ""
        if isinstance(failure, jinja2.TemplateNotFound):
            missing = failure.name or name
            message = f'there is no template "{missing}"'
            near = difflib.get_close_matches(missing.rpartition(":")[2], self._layers.names(), n=1)
            hint = (
                f'did you mean "{near[0]}"?' if near else "the site, its theme and the program were searched"
            )
        elif isinstance(failure, jinja2.TemplateSyntaxError):
            path, line = failure.filename or failure.name or path, failure.lineno
            message = failure.message or "not a template"
        elif isinstance(failure, jinja2.UndefinedError):
            hint = "the names a template may use are those of the views in digest/pages/views.py"
        elif isinstance(failure, RecursionError):
            message, hint = "this template leads back to itself", _EXTENDS_ITSELF
        elif isinstance(failure, KeyError):
            message = f"{failure} is not there"
            hint = "words of the interface are listed in digest/render/messages.py"
        else:
            message = f"{type(failure).__name__}: {failure}"
        raise DigestError([error(message, path=path or name, line=line, hint=hint)]) from failure


class _Loader(BaseLoader):
    """Finds sources in the layers; what it calls a file is what messages and tracebacks show."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str | None, None]:  # noqa: ARG002  Jinja's signature
        found = self._layers.find(template)
        if found is None:
            raise jinja2.TemplateNotFound(template)
        try:
            return found.path.read_text("utf-8"), found.label, None
        except UnicodeDecodeError as failure:
            line = failure.object.count(b"\n", 0, failure.start) + 1
            raise jinja2.TemplateSyntaxError("not UTF-8 text", line, template, found.label) from failure


class _Environment(jinja2.Environment):
    """Jinja as we use it; relative to a template, `theme:` may mean the next file of its own name."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._joined: dict[tuple[str, str], str] = {}
        super().__init__(
            loader=_Loader(layers),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        del self.globals["lipsum"]
        del self.filters["random"]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: one plain dictionary for all spares a part 9 us of Jinja's chain map."""
        return self.globals if d is None else super().make_globals(d)

    def join_path(self, template: str, parent: str) -> str:
        if ":" not in template:
            return template
        key = template, parent
        if key not in self._joined:
            found = self._layers.find(template, asked_by=self._layers.find(parent))
            self._joined[key] = exact_name(found) if found else template
        return self._joined[key]


def _place(failure: Exception) -> tuple[str, int]:
    """Label and line of the innermost template in the traceback, "" and 0 if the failure is in none."""
    place = ("", 0)
    for frame, line in traceback.walk_tb(failure.__traceback__):
        if "__jinja_exception__" in frame.f_globals:  # what Jinja puts in for a line of a template
            place = (frame.f_code.co_filename, line)
    return place
