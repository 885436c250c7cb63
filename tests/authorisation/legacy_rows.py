"""An address for each pattern of the old site's, all of which lead everybody alike."""

LEGACY = [
    "/xn/detail/1:Topic:101",
    "/forum/topics/foxes/showLastReply",
    "/forum/topic/list",
    "/forum/topic/featured",
    "/forum/topic/new",
    "/forum/topic/search?q=fox",
    "/forum/attachment/download?id=1",
    "/forum/category/listByTitle",
    "/forum/topic/show?id=1:Topic:101",
    "/m",
    "/m/discussion?id=1:Topic:101",
    "/m/signin",
    "/m/signup",
    "/groups",
    "/groups/group/show?id=1:Group:1",
    "/group/gardening",
    "/group/gardening/forum/topics/foxes",
    "/group/gardening/forum/topics/foxes/showLastReply",
    "/group/gardening/forum",
    "/events/event/new",
    "/photo/photos/fox",
    "/photo/albums/foxes",
    "/profiles/blogs/a-walk",
    "/profiles/blog/list",
    *(
        f"/{widget}{rest}"
        for widget in ("events", "photo", "video", "music", "notes")
        for rest in ("", "/a-fox", "/thing/show?id=1")
    ),
    "/profiles",
    "/profiles/members",
    "/profiles/settings/editPassword",
    "/profiles/profile/emailSettings",
    "/profiles/message/inbox",
    "/profiles/friend/list",
    "/main",
    "/main/index",
    "/main/index/index",
    "/main/index/report",
    "/main/embeddable/list",
    "/main/search/search?q=fox",
    *(
        f"/main/authorization/{page}"
        for page in ("signUp", "signIn", "signOut", "termsOfService", "privacyPolicy")
    ),
    "/main/invitation/new",
    "/main/like/like",
    "/main/optout/anything",
    "/activity/log/list",
    "/leaderboards",
    "/leaderboards/anything",
]
