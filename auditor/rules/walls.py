"""The wording of pages that stand in the place of a document: walls, errors, maintenance.

Collected from what the servers, content systems and protection services in common use say
(nginx, Apache, IIS, Cloudflare, Akamai, Imperva, DataDome, Alibaba Cloud, WordPress, WeChat,
Discourse), and what their other languages have for it. All in lower case, NFKC, straight
apostrophes. A sentence may go on; a title may be followed by a few words, such as a site's name.
"""

from __future__ import annotations

BOT_SENTENCES = (
    "checking your browser before accessing", "checking if the site connection is secure",
    "verify you are human", "verifying you are human", "please verify you are a human",
    "please verify that you are", "enable javascript and cookies to continue",
    "please enable cookies and reload", "our systems have detected unusual traffic",
    "we have detected unusual activity", "please complete the security check to access",
    "attention required! | cloudflare", "pardon our interruption",
    "please enable js and disable any ad blocker", "access to this page has been denied",
    "sorry, you have been blocked", "you have been blocked", "request unsuccessful. incapsula",
    "your access to this site has been limited", "press & hold to confirm", "i'm not a robot",
    "to continue, please type the characters", "why do i have to complete a captcha",
    "请完成安全验证", "请完成下方验证", "请完成下列验证", "请输入验证码", "请拖动滑块",
    "请按住滑块", "正在验证您的浏览器", "正在检查您的浏览器", "您的访问过于频繁", "访问过于频繁",
    "访问频率过高", "您的请求过于频繁", "系统检测到您的网络中存在异常流量", "检测到异常访问",
    "您的访问行为异常", "当前访问疑似黑客攻击", "您的请求已被", "您的访问请求被",
    "很抱歉,由于您访问的url有可能对网站造成安全威胁", "请完成验证后继续", "請完成安全驗證",
    "請輸入驗證碼", "您的存取過於頻繁", "ロボットではありません", "私はロボットではありません",
    "ロボットでないことを確認", "お使いのネットワークから通常と異なるトラフィック",
    "接続が安全かどうかを確認しています", "人間であることを確認",
    "bestätigen sie, dass sie ein mensch", "bitte bestätigen sie, dass sie kein roboter",
    "ich bin kein roboter", "ihr browser wird überprüft",
    "unsere systeme haben ungewöhnlichen datenverkehr", "vérifiez que vous êtes humain",
    "je ne suis pas un robot", "vérification de votre navigateur",
    "veuillez confirmer que vous n'êtes pas un robot", "nos systèmes ont détecté un trafic",
    "verifica que eres humano", "no soy un robot", "comprobando su navegador",
    "comprobando tu navegador", "nuestros sistemas han detectado tráfico", "não sou um robô",
    "verifique se você é humano", "non sono un robot", "подтвердите, что вы не робот",
    "подтвердите, что запросы отправляли вы", "я не робот", "проверка вашего браузера",
    "мы зарегистрировали подозрительный трафик", "로봇이 아닙니다", "사람인지 확인",
    "비정상적인 접근", "nie jestem robotem", "potwierdź, że jesteś człowiekiem",
    "xác minh bạn là con người", "ben robot değilim", "insan olduğunuzu doğrulayın",
    "saya bukan robot", "أنا لست روبوت", "تحقق من أنك إنسان",
)  # fmt: skip
BOT_TITLES = (
    "just a moment...", "just a moment…", "are you a robot?", "security check", "robot check",
    "access denied", "安全验证", "人机验证", "访问验证", "访问被拒绝", "网站防火墙", "访问受限",
    "zugriff verweigert", "accès refusé", "acceso denegado", "acesso negado", "accesso negato",
    "доступ запрещен", "доступ ограничен", "ой!", "접근이 거부되었습니다", "تم رفض الوصول",
    "アクセスが拒否されました",
)  # fmt: skip
LOGIN_SENTENCES = (
    "please log in to", "log in to continue", "log in to view", "please sign in to",
    "sign in to continue", "sign in to view", "you must be logged in", "you need to be logged in",
    "you must log in", "create an account or log in to", "subscribe to continue reading",
    "this content is for subscribers", "already a subscriber? log in",
    "请先登录", "请登录后", "您需要登录", "您需要先登录", "登录后查看", "登录后才能", "您尚未登录",
    "您还未登录", "您还没有登录", "该页面需要登录", "请使用微信扫码登录", "会话已过期", "請先登入",
    "ログインしてください", "このページを表示するにはログイン", "閲覧するにはログイン",
    "続行するにはログイン", "この記事は会員限定", "続きを読むにはログイン",
    "bitte melden sie sich an", "bitte loggen sie sich ein", "sie müssen angemeldet sein",
    "sie müssen sich anmelden", "connectez-vous pour", "veuillez vous connecter",
    "vous devez être connecté", "vous devez vous connecter", "vous devez vous identifier",
    "inicia sesión para", "inicie sesión para", "debes iniciar sesión", "debe iniciar sesión",
    "faça login para", "faça o login para", "você precisa estar logado", "accedi per continuare",
    "devi effettuare il login", "devi effettuare l'accesso", "войдите, чтобы",
    "необходимо авторизоваться", "для просмотра необходимо", "требуется авторизация",
    "авторизуйтесь, чтобы", "로그인이 필요", "로그인 후 이용", "zaloguj się, aby",
    "log in om verder", "devam etmek için giriş yap", "silakan masuk untuk", "silakan login",
    "vui lòng đăng nhập", "bạn cần đăng nhập", "يرجى تسجيل الدخول", "يجب تسجيل الدخول",
    "कृपया लॉग इन करें", "יש להתחבר כדי", "กรุณาเข้าสู่ระบบ", "увійдіть, щоб",
)  # fmt: skip
LOGIN_TITLES = ("login required", "authentication required", "扫码登录", "ログインが必要です")
# A page may ask only those to log in who want to add something to it.
LOGIN_FOR_COMMENTS = (
    "comment", "reply", "评论", "回复", "留言", "評論", "コメント", "kommentar", "antwort",
    "commentaire", "comentar", "comentário", "коммент", "댓글", "bình luận",
)  # fmt: skip
ERROR_SENTENCES = (
    "the requested url", "the page you are looking for", "the page you were looking for",
    "the page you requested", "sorry, the page you", "sorry, we couldn't find", "sorry, this page",
    "we can't find the page", "we couldn't find the page", "oops! that page can't be found",
    "this page could not be found", "this page isn't available", "this site can't be reached",
    "server error in '/' application", "application error: a client-side exception",
    "error establishing a database connection", "no input file specified",
    "the server is temporarily unable to service", "whitelabel error page",
    "an error occurred while processing your request", "the server encountered an internal error",
    "the resource you are looking for", "you don't have permission to access",
    "您访问的页面", "您要访问的页面", "您要查看的页面", "您所访问的页面", "抱歉,您访问的",
    "对不起,您访问的", "很抱歉,您访问的", "很抱歉,您要访问的", "抱歉,您要访问的", "无法找到该页",
    "找不到文件或目录", "该内容已被发布者删除", "此内容因违规无法查看", "该文章已被删除",
    "您查看的内容", "您請求的頁面", "找不到您要的頁面", "ページが見つかりません",
    "お探しのページ", "ご指定のページ", "指定されたページ", "die angeforderte seite",
    "die gewünschte seite", "die von ihnen gesuchte seite", "die seite wurde nicht gefunden",
    "die seite konnte nicht gefunden", "la page demandée", "la page que vous recherchez",
    "la page que vous cherchez", "cette page n'existe pas", "désolé, cette page",
    "la página que busca", "la página solicitada", "no se encontró la página",
    "a página que você", "la pagina richiesta", "la pagina che stai cercando",
    "запрашиваемая страница", "запрашиваемая вами страница", "такой страницы не существует",
    "страница, которую вы ищете", "к сожалению, запрашиваемая", "요청하신 페이지",
    "nie znaleziono strony", "strona, której szukasz", "aradığınız sayfa",
    "halaman yang anda cari", "trang bạn tìm kiếm", "لم يتم العثور على الصفحة",
    "сторінку не знайдено",
)  # fmt: skip
ERROR_TITLES = (
    "page not found", "not found", "file not found", "forbidden", "bad gateway", "bad request",
    "internal server error", "service unavailable", "service temporarily unavailable",
    "gateway time-out", "gateway timeout", "proxy error", "too many requests", "server error",
    "页面不存在", "网页不存在", "找不到页面", "页面未找到", "内容不存在", "该信息不存在",
    "服务器错误", "系统繁忙", "页面找不到了", "頁面不存在", "找不到頁面",
    "お探しのページが見つかりません", "seite nicht gefunden", "interner serverfehler",
    "page introuvable", "page non trouvée", "erreur interne du serveur", "página no encontrada",
    "error interno del servidor", "página não encontrada", "pagina non trovata",
    "страница не найдена", "внутренняя ошибка сервера", "페이지를 찾을 수 없습니다",
    "strona nie została znaleziona", "pagina niet gevonden", "sayfa bulunamadı",
    "halaman tidak ditemukan", "không tìm thấy trang", "الصفحة غير موجودة", "הדף לא נמצא",
    "पृष्ठ नहीं मिला", "ไม่พบหน้า", "stránka nenalezena", "sidan hittades inte",
    "siden blev ikke fundet", "η σελίδα δεν βρέθηκε",
)  # fmt: skip
MAINTENANCE_SENTENCES = (
    "we are currently performing maintenance", "we'll be back soon", "we'll be right back",
    "the site is currently undergoing", "this site is undergoing", "our website is currently under",
    "our site is currently under", "briefly unavailable for scheduled maintenance",
    "the site is down for maintenance", "系统维护中", "网站维护中", "系统升级中", "网站升级中",
    "网站正在维护", "系统正在维护", "网站正在升级", "系统正在升级", "本站正在维护", "网站暂时关闭",
    "網站維護中", "ただいまメンテナンス", "現在メンテナンス", "サイトメンテナンス中",
    "wegen wartungsarbeiten", "diese website wird gerade gewartet", "wir sind gleich zurück",
    "site en maintenance", "le site est en maintenance", "notre site est en cours de maintenance",
    "sitio en mantenimiento", "estamos en mantenimiento", "estamos realizando tareas de",
    "на сайте ведутся технические работы", "сайт временно недоступен",
    "сайт находится на техническом", "site em manutenção", "sito in manutenzione", "서비스 점검 중",
    "시스템 점검 중", "przerwa techniczna", "site bakım", "الموقع تحت الصيانة",
)  # fmt: skip
MAINTENANCE_TITLES = (
    "under maintenance", "site under maintenance", "down for maintenance", "scheduled maintenance",
    "maintenance mode", "メンテナンス中", "wartungsarbeiten", "wartungsmodus",
    "maintenance en cours", "en mantenimiento", "технические работы", "em manutenção",
    "in manutenzione",
)  # fmt: skip
SCRIPT_SENTENCES = (
    "you need to enable javascript", "please enable javascript", "please turn on javascript",
    "javascript is required", "javascript is disabled", "javascript must be enabled",
    "this site requires javascript", "this page requires javascript",
    "javascript is not available", "请启用javascript", "请开启javascript", "请打开javascript",
    "您的浏览器不支持javascript", "您的浏览器禁用了javascript", "本页面需要浏览器支持",
    "javascriptを有効にしてください", "javascriptが無効", "javascriptを有効に",
    "bitte aktivieren sie javascript", "veuillez activer javascript", "habilite javascript",
    "por favor, active javascript", "por favor, ative o javascript", "включите javascript",
    "пожалуйста, включите javascript", "для работы сайта необходим javascript",
    "자바스크립트를 활성화",
)  # fmt: skip
COOKIE_WORDS = ("cookie", "куки", "クッキー", "쿠키", "ملفات تعريف الارتباط", "çerez")
COOKIE_BUTTONS = frozenset(
    (
        "accept", "accept all", "accept all cookies", "accept cookies", "agree and continue",
        "agree", "i agree", "i accept", "allow all", "allow all cookies", "reject all",
        "decline all", "manage preferences", "manage settings", "cookie settings", "more options",
        "only necessary", "necessary cookies only", "alle akzeptieren", "alle cookies akzeptieren",
        "akzeptieren", "akzeptieren und weiter", "zustimmen und weiter", "zustimmen",
        "alle ablehnen", "ablehnen", "einstellungen", "nur notwendige cookies", "tout accepter",
        "tout refuser", "accepter et continuer", "accepter et fermer", "continuer sans accepter",
        "paramétrer", "personnaliser", "aceptar", "aceptar todo", "aceptar todas",
        "aceptar y continuar", "rechazar", "rechazar todo", "configurar", "aceitar", "aceitar tudo",
        "rejeitar tudo", "accetta", "accetta tutto", "accetta tutti", "accetta e continua",
        "rifiuta", "rifiuta tutto", "personalizza", "принять", "принять все", "принимаю",
        "отклонить", "отклонить все", "настройки", "すべて受け入れる", "すべて許可", "同意する",
        "すべて拒否", "拒否", "全部接受", "接受所有cookie", "接受所有 cookie", "全部拒绝", "接受",
        "拒绝", "同意并继续", "cookie设置", "alles accepteren", "alles weigeren",
        "zaakceptuj wszystkie", "akceptuję", "모두 동의", "모두 허용", "모두 거부",
        "tümünü kabul et", "reddet", "terima semua", "chấp nhận tất cả", "قبول الكل", "رفض الكل",
        "קבל הכל", "прийняти все",
    )
)  # fmt: skip
