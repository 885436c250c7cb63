from harringay.typed import what_was_typed


class TestWhatWasTyped:
    def test_keeps_every_word_and_no_secret(self, rf):
        request = rf.post(
            "/",
            {
                "body": "Foxes",
                "tags": ["a", "b"],
                "password1": "x",
                "code": "1",
                "oldpassword": "y",
            },
        )
        assert what_was_typed(request) == {"body": ["Foxes"], "tags": ["a", "b"]}
