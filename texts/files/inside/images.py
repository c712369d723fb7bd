"""Images, written again from their points, so that nothing else of the file is left."""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin

from texts.files.inside.bad import Bad
from texts.files.kinds import Kind

# A telephone's largest picture; as points in memory 200 MB.
PIXELS = 50_000_000
# What belongs to the picture and not to who took it.
_KEPT = ("transparency", "icc_profile")


def stripped(content: bytes, kind: Kind) -> bytes:
    """The picture as it is looked at: turned upright, its first frame, without EXIF, place, XMP, comments."""
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS
    name = kind.upper()
    try:
        image = Image.open(io.BytesIO(content), formats=(name,))
    except Image.DecompressionBombError:
        raise Bad("too_many_points", limit=PIXELS // 1_000_000) from None
    if image.width * image.height > PIXELS:
        raise Bad("too_many_points", limit=PIXELS // 1_000_000)
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # With the same tables as before, so that writing again loses next to nothing.
        options |= {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
    if kind == Kind.WEBP:
        options |= {"lossless": b"VP8L" in content[:64], "quality": 90}
    image.info = {key: image.info[key] for key in _KEPT if key in image.info}
    out = io.BytesIO()
    image.save(out, format=name, **options)
    return out.getvalue()
