// SPDX-License-Identifier: AGPL-3.0-or-later
// libcurl as an SMTP client. The state of the dialogue is the last reply code: 354 means that the text was on its way.
#include "channels/mail/mail.h"
#include "channels/net/address.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/decimal.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

enum { CONNECT_MS = 10000, WORDS_MAX = 300, GO_AHEAD = 354, GOOD_BYE = 221 };

struct dialogue {
    int reply;                 // the last code, but not the answer to QUIT
    char words[WORDS_MAX + 1]; // its line
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

bool gx_mail_is_on(const struct gx_config *config) {
    return config->smtp_url != NULL;
}

// Servers repeat the address in their words, which more people may read than the address.
static void hide_addresses(char *words) {
    for (char *p = words; *p;) {
        size_t n = strcspn(p, " ");
        if (memchr(p, '@', n) != NULL)
            memset(p, '*', n);
        p += n + strspn(p + n, " ");
    }
}

static size_t hear(char *line, size_t size, size_t n, void *state) {
    struct dialogue *dialogue = state;
    size_t len = size * n < WORDS_MAX ? size * n : WORDS_MAX;
    size_t kept = 0;
    int64_t code = 0;
    if (len < 3 || !gx_decimal_i64(line, 3, 100, 599, &code) || code == GOOD_BYE)
        return size * n;
    dialogue->reply = (int)code;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)line[i] >= 0x20 && (unsigned char)line[i] < 0x7F)
            dialogue->words[kept++] = line[i];
    dialogue->words[kept] = '\0';
    hide_addresses(dialogue->words);
    return size * n;
}

// May this server be spoken to without TLS?
static bool is_listed(const struct gx_config *config) {
    char *host = NULL, *port = NULL;
    int64_t number = 0;
    CURLU *url = curl_url();
    bool good = url != NULL && curl_url_set(url, CURLUPART_URL, config->smtp_url, 0) == CURLUE_OK &&
                curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                gx_decimal_i64(port, strlen(port), 1, 65535, &number) &&
                gx_net_address_allowed(config->net_allow, host, (int)number);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return good;
}

static const char *date(gx_arena *arena) {
    char text[64];
    struct tm tm;
    time_t now = (time_t)gx_clock_unix();
    gmtime_r(&now, &tm);
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &tm);
    return gx_arena_strdup(arena, text);
}

static struct curl_slist *headers(gx_cx *cx, const struct gx_mail *mail) {
    gx_arena *arena = cx->arena;
    const char *from = cx->env->config->smtp_from;
    const char *name = mail->from_name != NULL ? gx_mail_words(arena, mail->from_name) : "Guanxi";
    const char *lines[] = {
        gx_arena_printf(arena, "Date: %s", date(arena)),
        gx_arena_printf(arena, "From: %s <%s>", name, from),
        gx_arena_printf(arena, "To: <%s>", mail->to),
        gx_arena_printf(arena, "Subject: %s", gx_mail_words(arena, mail->subject)),
        gx_arena_printf(arena, "Message-ID: <%s%s>", mail->id, strchr(from, '@')),
        mail->reply_to != NULL ? gx_arena_printf(arena, "Reply-To: <%s>", mail->reply_to) : NULL,
    };
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < GX_COUNT(lines); i++)
        if (lines[i] != NULL)
            list = curl_slist_append(list, lines[i]);
    return list;
}

static curl_mime *body(CURL *curl, const char *text) {
    curl_mime *mime = curl_mime_init(curl);
    curl_mimepart *part = mime != NULL ? curl_mime_addpart(mime) : NULL;
    if (part == NULL || curl_mime_data(part, text, CURL_ZERO_TERMINATED) != CURLE_OK ||
        curl_mime_type(part, "text/plain; charset=utf-8") != CURLE_OK ||
        curl_mime_encoder(part, "base64") != CURLE_OK) {
        curl_mime_free(mime);
        return NULL;
    }
    return mime;
}

static void set_server(CURL *curl, const struct gx_config *config, struct dialogue *dialogue) {
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, is_listed(config) ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)GX_MAIL_MS);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, dialogue);
    curl_easy_setopt(curl, CURLOPT_URL, config->smtp_url);
    if (config->smtp_user.data != NULL && config->smtp_password.data != NULL) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, (const char *)config->smtp_user.data);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, (const char *)config->smtp_password.data);
    }
}

static struct gx_mail_report judge(gx_cx *cx, CURLcode code, const struct dialogue *dialogue) {
    if (code == CURLE_OK)
        return (struct gx_mail_report){GX_MAIL_SENT, NULL};
    if (dialogue->reply == GO_AHEAD)
        return (struct gx_mail_report){GX_MAIL_UNSURE, curl_easy_strerror(code)};
    if (dialogue->reply < 400)
        return (struct gx_mail_report){GX_MAIL_LATER, curl_easy_strerror(code)};
    return (struct gx_mail_report){dialogue->reply >= 500 ? GX_MAIL_FAILED : GX_MAIL_LATER,
                                   gx_arena_strdup(cx->arena, dialogue->words)};
}

static void hand_over(gx_cx *cx, const struct gx_mail *mail, struct gx_mail_report *out) {
    struct dialogue dialogue = {0};
    struct curl_slist *to = curl_slist_append(NULL, gx_arena_printf(cx->arena, "<%s>", mail->to));
    struct curl_slist *list = headers(cx, mail);
    CURL *curl = curl_easy_init();
    curl_mime *mime = curl != NULL ? body(curl, mail->text) : NULL;
    if (to != NULL && list != NULL && mime != NULL) {
        set_server(curl, cx->env->config, &dialogue);
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM,
                         gx_arena_printf(cx->arena, "<%s>", cx->env->config->smtp_from));
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
        curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime);
        CURLcode code = curl_easy_perform(curl);
        *out = judge(cx, code, &dialogue);
    }
    curl_easy_cleanup(curl);
    curl_mime_free(mime);
    curl_slist_free_all(list);
    curl_slist_free_all(to);
}

gx_rc gx_mail_send(gx_cx *cx, const struct gx_mail *mail, struct gx_mail_report *out) {
    pthread_once(&once, start);
    *out = (struct gx_mail_report){GX_MAIL_LATER, "no memory"};
    if (!gx_mail_is_on(cx->env->config))
        *out = (struct gx_mail_report){GX_MAIL_FAILED, "mail_off"};
    else if (!gx_mail_is_address(mail->to) || (mail->reply_to != NULL && !gx_mail_is_address(mail->reply_to)))
        *out = (struct gx_mail_report){GX_MAIL_FAILED, "not_allowed"};
    else
        hand_over(cx, mail, out);
    return GX_OK;
}
