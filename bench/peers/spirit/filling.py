"""Spirit: categories, topics, comments; a topic's first comment is its opening post."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from spirit.category.models import Category
from spirit.comment.models import Comment
from spirit.core.utils.markdown import Markdown
from spirit.topic.models import Topic

from bench.peers import filling, indexing
from bench.peers.filling import Contents, Form, Thread


class Filled(filling.Filling):
    thread_model = Topic
    post_model = Comment
    thread_key = "topic_id"
    per_page = 20

    def fill(self, contents: Contents) -> None:
        members = filling.members(contents.members)
        rooms = [Category.objects.create(title=name) for name in contents.rooms]
        texts = [(body, Markdown().render(body)) for body in contents.bodies]
        for thread in contents.threads():
            topic = _topic(thread, members, rooms)
            Topic.objects.bulk_create([topic])
            Comment.objects.bulk_create(self._comments(thread, topic, members, texts))

    def index(self) -> None:
        indexing.rebuild()

    def listing(self) -> str:
        return Topic.objects.get(pk=filling.TWENTY).category.get_absolute_url()

    def thread(self, pk: int, page: int = 1) -> str:
        path = Topic.objects.get(pk=pk).get_absolute_url()
        return path if page == 1 else f"{path}?page={page}"

    def search(self, word: str) -> str:
        return f"{reverse('spirit:search:search')}?{urlencode({'q': word})}"

    def form(self, reader: Any) -> Form:
        Topic.objects.filter(title=filling.TITLE).delete()
        room = Topic.objects.get(pk=filling.TWENTY).category
        topic = Topic.objects.create(title=filling.TITLE, user=reader, category=room)
        path = reverse("spirit:comment:publish", args=[topic.pk])
        return Form(path, text="comment", status=302, fields={})

    def _comments(
        self, thread: Thread, topic: Topic, members: list[Any], texts: list[tuple[str, str]]
    ) -> list[Comment]:
        return [
            Comment(
                pk=next(self.post_ids),
                topic=topic,
                user=members[post.author],
                date=post.at,
                comment=texts[post.body][0],
                comment_html=texts[post.body][1],
            )
            for post in thread.posts
        ]


def _topic(thread: Thread, members: list[Any], rooms: list[Category]) -> Topic:
    return Topic(
        pk=thread.pk,
        title=thread.title,
        user=members[thread.posts[0].author],
        category=rooms[thread.room],
        date=thread.posts[0].at,
        last_active=thread.posts[-1].at,
        comment_count=len(thread.posts),
    )
