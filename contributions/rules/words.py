import json


def committed(title: str, text: str) -> str:
    """The words of a contribution as the record commits to them: canonical JSON of title and text."""
    return json.dumps({"text": text, "title": title}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
