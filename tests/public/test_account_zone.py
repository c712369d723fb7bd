import pytest

pytestmark = pytest.mark.django_db


def test_stranger_reads_in_the_zone_of_the_browser(as_, round):
    browser = as_(None)
    browser.cookies["zone"] = "Asia/Kathmandu"

    page = browser.get("/").text

    assert "in Kathmandu (your time)" in page
    assert "Times are in your zone, Kathmandu (UTC+5:45), unless marked UTC." in page


@pytest.mark.parametrize("zone", ["Europe", "../../etc/passwd", "/etc/passwd", "a" * 4000, "no such zone", ""])
def test_stranger_with_a_zone_that_does_not_exist_reads_in_utc(as_, round, zone):
    browser = as_(None)
    browser.cookies["zone"] = zone

    answer = browser.get("/")

    assert answer.status_code == 200
    assert "Times are in UTC." in answer.text


def test_zone_of_the_account_comes_before_that_of_the_browser(as_, member):
    browser = as_(member)
    browser.cookies["zone"] = "Asia/Kathmandu"

    assert "Times are in UTC." in browser.get("/").text
