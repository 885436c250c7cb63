from harringay import views
from members.middleware.refusals import RefusalsMiddleware
from tests import filling


class TestRefusals:
    def test_keep_what_was_typed(self, client, db):
        for n in range(6):
            typed = {
                "name": "Rosa",
                "email": f"rosa{n}@example.org",
                "password1": "fox on the roof",
                "age": "old enough",
            }
            answer = type(client)().post("/accounts/signup/", typed | filling.after())
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert 'value="rosa5@example.org"' in answer.text
        assert "fox on the roof" not in answer.text

    def test_are_nobody_else_s_problem(self, rf):
        middleware = RefusalsMiddleware(views.healthz)
        assert middleware.process_exception(rf.get("/"), ValueError()) is None
