"""machina: forums, topics, posts; a topic's first post is its opening post."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify
from machina.apps.forum.models import Forum
from machina.apps.forum_conversation.models import Post, Topic
from machina.apps.forum_permission.models import ForumPermission, UserForumPermission
from machina.models import fields

from bench.peers import filling, indexing
from bench.peers.filling import Contents, Form, Thread

PUBLIC = ("can_see_forum", "can_read_forum")


class Filled(filling.Filling):
    thread_model = Topic
    post_model = Post
    thread_key = "topic_id"
    per_page = 20

    def fill(self, contents: Contents) -> None:
        _let_visitors_read()
        members = filling.members(contents.members)
        rooms = [Forum.objects.create(name=name, type=Forum.FORUM_POST) for name in contents.rooms]
        texts = [(body, fields.render_func(body)) for body in contents.bodies]
        with _moments_of_their_own():
            for thread in contents.threads():
                topic = _topic(thread, members, rooms)
                posts = self._posts(thread, topic, members, texts)
                topic.first_post, topic.last_post = posts[0], posts[-1]
                Topic.objects.bulk_create([topic])
                Post.objects.bulk_create(posts)
        for room in rooms:
            room.update_trackers()

    def index(self) -> None:
        indexing.rebuild()

    def listing(self) -> str:
        room = Topic.objects.get(pk=filling.TWENTY).forum
        return reverse("forum:forum", args=[room.slug, room.pk])

    def thread(self, pk: int, page: int = 1) -> str:
        path = _path("topic", Topic.objects.get(pk=pk))
        return path if page == 1 else f"{path}?page={page}"

    def search(self, word: str) -> str:
        return f"{reverse('forum_search:search')}?{urlencode({'q': word})}"

    def form(self, reader: Any) -> Form:
        for old in Topic.objects.filter(subject=filling.TITLE):
            old.delete()
        room = Topic.objects.get(pk=filling.TWENTY).forum
        topic = Topic.objects.create(
            forum=room, poster=reader, subject=filling.TITLE, type=0, status=0
        )
        Post.objects.create(topic=topic, poster=reader, subject=filling.TITLE, content="Here.")
        subject = {"subject": f"Re: {filling.TITLE}"}
        return Form(_path("post_create", topic), text="content", status=302, fields=subject)

    def _posts(
        self, thread: Thread, topic: Topic, members: list[Any], texts: list[tuple[str, str]]
    ) -> list[Post]:
        return [
            Post(
                pk=next(self.post_ids),
                topic=topic,
                poster=members[post.author],
                subject=thread.title,
                created=post.at,
                updated=post.at,
                content=texts[post.body][0],
                _content_rendered=texts[post.body][1],
            )
            for post in thread.posts
        ]


def _let_visitors_read() -> None:
    for permission in ForumPermission.objects.filter(codename__in=PUBLIC):
        UserForumPermission.objects.create(permission=permission, anonymous_user=True)


@contextmanager
def _moments_of_their_own() -> Iterator[None]:
    """Otherwise everything would have been written today, whatever it says."""
    _stamp(is_now=False)
    yield
    _stamp(is_now=True)


def _stamp(*, is_now: bool) -> None:
    for model in (Topic, Post):
        model._meta.get_field("created").auto_now_add = is_now  # noqa: SLF001
        model._meta.get_field("updated").auto_now = is_now  # noqa: SLF001


def _topic(thread: Thread, members: list[Any], rooms: list[Forum]) -> Topic:
    return Topic(
        pk=thread.pk,
        forum=rooms[thread.room],
        poster=members[thread.posts[0].author],
        subject=thread.title,
        slug=slugify(thread.title),
        type=Topic.TOPIC_POST,
        status=Topic.TOPIC_UNLOCKED,
        posts_count=len(thread.posts),
        last_post_on=thread.posts[-1].at,
        created=thread.posts[0].at,
        updated=thread.posts[-1].at,
    )


def _path(name: str, topic: Topic) -> str:
    prefix = "topic_" if name == "post_create" else ""
    kwargs = {f"{prefix}slug": topic.slug, f"{prefix}pk": topic.pk}
    room = {"forum_slug": topic.forum.slug, "forum_pk": topic.forum.pk}
    return reverse(f"forum_conversation:{name}", kwargs=kwargs | room)
