"""Where the links and images inside bodies lead, once the whole site is known."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from digest.catalog.catalog import WHY_HIDDEN, Catalog
from digest.catalog.document import Document
from digest.problems import Problem, warning


class References(msgspec.Struct, frozen=True):
    """For each document (by path) the resolved links and images of its body, in the order of their slots.

    A value is an address of the site, with query and fragment as written, or None where nothing is there.
    Documents without links or images are left out. The images of a `source.md` come after all others: its writer
    knew another place, so one that is not there is nobody's mistake.
    """

    links: Mapping[str, tuple[str | None, ...]]
    images: Mapping[str, tuple[str | None, ...]]


def resolve_references(
    catalog: Catalog, files: Mapping[str, str], generated: Iterable[str]
) -> tuple[References, tuple[Problem, ...]]:
    """Resolve every internal link and local image; what leads nowhere is a warning.

    Args:
        catalog: the visible documents.
        files: path of each published file that is not a page, and its address.
        generated: addresses of pages that have no document (indexes, feeds, automatic issues ...).
    """
    finder = _Finder(catalog, files, generated)
    links: dict[str, tuple[str | None, ...]] = {}
    images: dict[str, tuple[str | None, ...]] = {}
    problems: list[Problem] = []
    for document in catalog.documents:
        if document.links:
            found = tuple(finder.find(document, target) for target, _ in document.links)
            links[document.path] = found
            for (target, line), address in zip(document.links, found, strict=True):
                if address is None:
                    problems.append(
                        warning(
                            f"the link to {target} is shown as text: {finder.reason(document, target)}",
                            path=document.path,
                            line=line,
                            column=1,
                        )
                    )
        if document.images or document.source_images:
            found_images = tuple(
                _picture(finder.find(document, src)) for src in (*document.images, *document.source_images)
            )
            images[document.path] = found_images
            problems.extend(
                warning(
                    f"the image {src} is left out: no such picture",
                    path=document.path,
                    hint="png, jpg, gif, webp or avif, beside the file (in a bundle) or below static/",
                )
                for src, address in zip(document.images, found_images, strict=False)
                if address is None
            )
    return References(links=links, images=images), tuple(problems)


PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def _picture(address: str | None) -> str | None:
    """An address if it is that of a raster picture: anything else could be a page, or hold a script."""
    return address if address is not None and address.lower().endswith(PICTURES) else None


class _Finder:
    def __init__(self, catalog: Catalog, files: Mapping[str, str], generated: Iterable[str]) -> None:
        self._catalog = catalog
        self._files = files
        self._addresses = {*catalog.by_address, *generated, *files.values()}

    def find(self, document: Document, target: str) -> str | None:
        """The address a target leads to; relative ones are tried as files, then from the page's address."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        if not parts.path:
            address: str | None = document.address
        else:
            address = self._address(document, unquote(parts.path))
        if address is None:
            return None
        return (
            address
            + (f"?{parts.query}" if parts.query else "")
            + (f"#{parts.fragment}" if parts.fragment else "")
        )

    def _address(self, document: Document, path: str) -> str | None:
        if path.startswith("/"):
            return self._published(posixpath.normpath(path), path) or self._source(f"content{path}")
        folder = posixpath.dirname(document.path)
        return self._source(posixpath.normpath(posixpath.join(folder, path))) or self._published(
            posixpath.normpath(posixpath.join(document.address, path)), path
        )

    def _source(self, path: str) -> str | None:
        if path in self._files:
            return self._files[path]
        for candidate in (path, f"{path}.md", f"{path}/index.md", f"{path}/_index.md"):
            found = self._catalog.by_path.get(candidate)
            if found is not None:
                return found.address
        return None

    def _published(self, path: str, written: str) -> str | None:
        for candidate in (path, path.rstrip("/") + "/", path.lower().rstrip("/") + "/"):
            if candidate in self._addresses:
                return candidate
            alias = self._catalog.aliases.get(candidate)
            if alias is not None:
                return alias.address
        # Somebody who links to `a/index.html` means the page.
        if written.endswith("/index.html"):
            return self._published(posixpath.dirname(path), "")
        return None

    def reason(self, document: Document, target: str) -> str:
        """Why a target was not found, in words."""
        path = unquote(urlsplit(target).path) if target.count("[") == target.count("]") else target
        folder = posixpath.dirname(document.path)
        for candidate in (posixpath.normpath(posixpath.join(folder, path)), f"content{path}"):
            for source in (candidate, f"{candidate}.md", f"{candidate}/index.md"):
                if source in self._catalog.hidden_paths:
                    return f"that page {WHY_HIDDEN[self._catalog.hidden_paths[source]]}"
        address = posixpath.normpath(posixpath.join(document.address, path)).rstrip("/") + "/"
        hidden = self._catalog.hidden.get(address)
        return f"that page {WHY_HIDDEN[hidden]}" if hidden else "no such page or file"
