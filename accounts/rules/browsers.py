"""What a browser says of itself, in the two words by which its owner knows it; the rest is kept nowhere."""

# The first that fits: many browsers name others beside themselves.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def family(user_agent: str) -> tuple[str, str]:
    """Browser and system, such as ("Firefox", "Windows"); empty words for what is not known."""
    return _first(user_agent, BROWSERS), _first(user_agent, SYSTEMS)


def _first(said: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in names if sign in said), "")
