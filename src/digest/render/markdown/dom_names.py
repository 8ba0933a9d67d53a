"""Names of DOM properties that no `id` may take: `<h2 id="links">` would shadow them for scripts.

Heading ids are lower case, so only names written all in lower case matter. From the interfaces Document,
Node, Element, Window and HTMLFormElement of the HTML and DOM standards and their event handlers.
"""

from __future__ import annotations

_PROPERTIES = """
    action after alert all anchors animate append applets assign atob attributes autocomplete autofocus
    before blur body btoa caches charset children clear click clone close closed closest confirm constructor
    contains cookie crypto dataset default dir doctype document domain draggable elements embeds encoding
    enctype event evaluate external fence fetch find focus forms frames fullscreen get head hidden history
    id images implementation inert item lang length links location locationbar matches menubar method name
    navigation navigator nonce normalize open opener origin parent part performance personalbar plugins
    popover prefix prepend print process prompt prototype referrer rel release reload remove replace reset
    scheduler scheme screen scripts scroll scrollbars self set slot spellcheck status statusbar stop style
    submit target timeline title toggle toolbar top translate undefined url window write writeln __proto__
"""

_HANDLERS = """
    abort afterprint animationcancel animationend animationiteration animationstart auxclick beforecopy
    beforecut beforeinput beforematch beforepaste beforeprint beforetoggle beforeunload beforexrselect blur
    cancel canplay canplaythrough change click close contextlost contextmenu contextrestored copy cuechange
    cut dblclick drag dragend dragenter dragleave dragover dragstart drop durationchange emptied ended error
    focus focusin focusout formdata freeze fullscreenchange fullscreenerror gotpointercapture hashchange
    input invalid keydown keypress keyup languagechange load loadeddata loadedmetadata loadstart
    lostpointercapture message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover
    mouseup mousewheel offline online pagehide pagereveal pageshow pageswap paste pause play playing
    pointercancel pointerdown pointerenter pointerleave pointerlockchange pointerlockerror pointermove
    pointerout pointerover pointerrawupdate pointerup popstate progress ratechange readystatechange
    rejectionhandled reset resize resume scroll scrollend scrollsnapchange scrollsnapchanging search
    securitypolicyviolation seeked seeking select selectionchange selectstart slotchange stalled storage
    submit suspend timeupdate toggle touchcancel touchend touchmove touchstart transitioncancel
    transitionend transitionrun transitionstart unhandledrejection unload visibilitychange volumechange
    waiting webkitanimationend webkitanimationiteration webkitanimationstart webkitfullscreenchange
    webkitfullscreenerror webkittransitionend wheel
"""

DOM_NAMES = frozenset(_PROPERTIES.split()) | frozenset(f"on{event}" for event in _HANDLERS.split())
