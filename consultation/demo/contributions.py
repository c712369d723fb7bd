"""All that was sent to the call for inputs, in the order in which it came."""

from consultation.demo.from_bodies import CHAMBER, CIRCLE, LAB, LONGSHORE, MTANDAO, NALAU, REDES, UNION, VELDARA
from consultation.demo.from_people import MARIT, MERE, NINO, ROSA

CONTRIBUTIONS = (NALAU, CIRCLE, ROSA, REDES, LONGSHORE, LAB, NINO, CHAMBER, MTANDAO, UNION, MARIT, VELDARA, MERE)
