"""The one page of the download server: it asks for the code, and says nothing of any link."""

import base64
import hashlib
from html import escape
from typing import Final

from handlers.words import audit as words

_STYLE: Final = """
:root { color-scheme: light dark; --ink: light-dark(#1b2422, #e6ebe8);
  --soft: light-dark(#52605b, #a4b1ab); --paper: light-dark(#f1f0ea, #121716);
  --sheet: light-dark(#fdfdfb, #1a201f); --line: light-dark(#8a958f, #6d7b75);
  --accent: light-dark(#0b6450, #62cdae); --on-accent: light-dark(#ffffff, #06231b);
  --danger: light-dark(#ad2a1c, #ff9a8d); }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 "Segoe UI", -apple-system, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
main { max-width: 30rem; margin: 6vh auto 0; padding: 28px; border-radius: 14px;
  background: var(--sheet); border: 1px solid light-dark(#dddcd3, #313b38); }
h1 { margin: 0 0 8px; font-size: 1.375rem; line-height: 1.25; }
p { margin: 0 0 16px; }
label { display: block; margin-bottom: 6px; font-weight: 600; }
form { margin: 0 0 20px; }
.row { display: flex; flex-wrap: wrap; gap: 10px; }
input { flex: 1 1 12rem; min-width: 0; min-height: 48px; padding: 8px 12px; color: inherit;
  background: var(--paper); border: 1px solid var(--line); border-radius: 8px;
  font: 1.25rem/1.2 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace;
  letter-spacing: .14em; text-transform: uppercase; }
button { flex: 0 0 auto; min-height: 48px; padding: 8px 22px; border: 0; border-radius: 8px;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
  cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.trouble { color: var(--danger); font-weight: 600; }
.note { margin: 0; color: var(--soft); font-size: .875rem; }
@media (max-width: 30rem) { main { margin-top: 0; padding: 20px; } button { flex: 1 1 100%; } }
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

#: On everything that the server answers.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": "preclear",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def page(trouble: str = "") -> str:
    """Make the page; ``trouble`` is a sentence of ours above the field."""
    said = f'<p class="trouble" role="alert">{escape(trouble)}</p>\n' if trouble else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(words.PAGE_TITLE)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(words.PAGE_TITLE)}</h1>
<p>{escape(words.PAGE_SAID)}</p>
{said}<form method="post">
<label for="code">{escape(words.PAGE_LABEL)}</label>
<div class="row">
<input id="code" name="code" required autofocus maxlength="24" autocomplete="off"
 autocapitalize="characters" spellcheck="false">
<button>{escape(words.PAGE_BUTTON)}</button>
</div>
</form>
<p class="note">{escape(words.PAGE_NOTE)}</p>
</main>
</body>
</html>
"""
