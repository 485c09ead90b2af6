// SPDX-License-Identifier: AGPL-3.0-or-later
// libcurl behind our own resolving. Every option that could lead it elsewhere is set here, in one place.
#include "channels/net/fetch.h"
#include "channels/net/address.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/config.h"
#include "core/decimal.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PLACES = 32, WAIT_MS = 2000, CONNECT_MS = 4000 };

struct target {
    const char *host; // without brackets
    int port;
    bool is_plain;
};

struct transfer {
    const struct gx_net_peer *peer;
    gx_buf body;
    size_t max;
    bool is_full;
    bool is_strange; // an address that was not tested
};

static sem_t places;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) {
    sem_init(&places, 0, PLACES);
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static const char *part(gx_cx *cx, CURLU *url, CURLUPart what, unsigned flags) {
    char *text = NULL;
    if (curl_url_get(url, what, &text, flags) != CURLUE_OK)
        return NULL;
    const char *copy = gx_arena_strdup(cx->arena, text);
    curl_free(text);
    return copy;
}

// The same parser that libcurl connects by.
static bool parse(gx_cx *cx, const char *text, struct target *out) {
    int64_t number = 0;
    pthread_once(&once, start);
    CURLU *url = curl_url();
    bool good = url != NULL && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK;
    const char *scheme = good ? part(cx, url, CURLUPART_SCHEME, 0) : NULL;
    const char *host = good ? part(cx, url, CURLUPART_HOST, 0) : NULL;
    const char *port = good ? part(cx, url, CURLUPART_PORT, CURLU_DEFAULT_PORT) : NULL;
    good = scheme != NULL && host != NULL && host[0] != '\0' && port != NULL &&
           gx_decimal_i64(port, strlen(port), 1, 65535, &number) &&
           part(cx, url, CURLUPART_USER, 0) == NULL && part(cx, url, CURLUPART_FRAGMENT, 0) == NULL;
    curl_url_cleanup(url);
    if (!good || (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0))
        return false;
    size_t len = strlen(host);
    bool bracketed = host[0] == '[' && host[len - 1] == ']';
    out->host = bracketed ? gx_arena_strndup(cx->arena, host + 1, len - 2) : host;
    out->port = (int)number;
    out->is_plain = strcmp(scheme, "http") == 0;
    return true;
}

static size_t take(char *data, size_t size, size_t n, void *state) {
    struct transfer *transfer = state;
    size_t len = size * n;
    if (transfer->body.len + len > transfer->max) {
        transfer->is_full = true;
        return 0;
    }
    gx_buf_add(&transfer->body, data, len);
    return len;
}

static curl_socket_t open_socket(void *state, curlsocktype purpose, struct curl_sockaddr *address) {
    struct transfer *transfer = state;
    (void)purpose;
    if (!gx_net_peer_has(transfer->peer, &address->addr)) {
        transfer->is_strange = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// "host:port:address,address": what libcurl's own resolver would have said.
static struct curl_slist *pin(gx_cx *cx, const struct gx_net_peer *peer) {
    gx_buf line = {0};
    gx_buf_printf(&line, strchr(peer->host, ':') != NULL ? "[%s]:%d:" : "%s:%d:", peer->host, peer->port);
    for (size_t i = 0; i < peer->n; i++) {
        char text[INET6_ADDRSTRLEN];
        const void *address =
            peer->addresses[i].ss_family == AF_INET
                ? (const void *)&((const struct sockaddr_in *)&peer->addresses[i])->sin_addr
                : (const void *)&((const struct sockaddr_in6 *)&peer->addresses[i])->sin6_addr;
        inet_ntop(peer->addresses[i].ss_family, address, text, sizeof text);
        gx_buf_printf(&line, peer->addresses[i].ss_family == AF_INET6 ? "%s[%s]" : "%s%s", i > 0 ? "," : "",
                      text);
    }
    struct curl_slist *list = curl_slist_append(NULL, gx_arena_strndup(cx->arena, line.data, line.len));
    gx_buf_free(&line);
    return list;
}

static struct curl_slist *headers(gx_cx *cx, const struct gx_net_request *rq) {
    struct curl_slist *list = curl_slist_append(
        NULL, gx_arena_printf(cx->arena, "Accept: %s", rq->accept != NULL ? rq->accept : "application/json"));
    list = curl_slist_append(list, "Expect:");
    if (rq->body != NULL)
        list = curl_slist_append(list, gx_arena_printf(cx->arena, "Content-Type: %s", rq->content_type));
    if (rq->authorization != NULL)
        list = curl_slist_append(list, gx_arena_printf(cx->arena, "Authorization: %s", rq->authorization));
    for (const char *const *line = rq->headers; line != NULL && *line != NULL; line++)
        list = curl_slist_append(list, *line);
    return list;
}

static void set_limits(CURL *curl, struct transfer *transfer) {
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)GX_NET_FETCH_MS);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)transfer->max);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Guanxi");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
}

static enum gx_net_outcome outcome_of(CURLcode code, const struct transfer *transfer) {
    if (code == CURLE_OK)
        return GX_NET_OK;
    if (transfer->is_full || code == CURLE_FILESIZE_EXCEEDED)
        return GX_NET_TOO_LARGE;
    if (transfer->is_strange)
        return GX_NET_NOT_ALLOWED;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return GX_NET_TIMEOUT;
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
        code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR)
        return GX_NET_TLS;
    return GX_NET_UNREACHABLE;
}

static void answer(gx_cx *cx, CURL *curl, struct transfer *transfer, struct gx_net_answer *out) {
    long status = 0;
    const char *type = NULL;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    out->status = (int)status;
    out->content_type = gx_arena_strdup(cx->arena, type != NULL ? type : "");
    out->len = transfer->body.len;
    out->body =
        gx_arena_strndup(cx->arena, transfer->body.len > 0 ? transfer->body.data : "", transfer->body.len);
}

static void set_request(gx_cx *cx, CURL *curl, const struct gx_net_request *rq) {
    curl_easy_setopt(curl, CURLOPT_URL, rq->url);
    if (rq->ca_pem != NULL && *rq->ca_pem != '\0') {
        curl_easy_setopt(curl, CURLOPT_CAINFO, gx_net_pem_file(cx, rq->ca_pem));
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (rq->body != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(rq->body));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, rq->body);
    }
    if (rq->method != NULL)
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, rq->method);
}

static gx_rc run(gx_cx *cx, const struct gx_net_request *rq, const struct gx_net_peer *peer,
                 struct gx_net_answer *out) {
    size_t max = rq->max_body > 0 && rq->max_body < GX_NET_BODY_MAX ? rq->max_body : GX_NET_BODY_MAX;
    struct transfer transfer = {.peer = peer, .max = max};
    struct curl_slist *pinned = pin(cx, peer);
    struct curl_slist *list = headers(cx, rq);
    CURL *curl = curl_easy_init();
    out->outcome = GX_NET_UNREACHABLE;
    if (curl != NULL && pinned != NULL && list != NULL) {
        set_limits(curl, &transfer);
        set_request(cx, curl, rq);
        curl_easy_setopt(curl, CURLOPT_RESOLVE, pinned);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
        out->outcome = outcome_of(curl_easy_perform(curl), &transfer);
    }
    if (out->outcome == GX_NET_OK)
        answer(cx, curl, &transfer, out);
    curl_easy_cleanup(curl);
    curl_slist_free_all(pinned);
    curl_slist_free_all(list);
    gx_buf_free(&transfer.body);
    return out->outcome == GX_NET_OK ? GX_OK : gx_net_fail(cx, out->outcome, peer->host);
}

gx_rc gx_net_fetch(gx_cx *cx, const struct gx_net_request *rq, struct gx_net_answer *out) {
    struct target target;
    struct gx_net_peer peer;
    memset(out, 0, sizeof *out);
    out->outcome = GX_NET_BAD_URL;
    if (!parse(cx, rq->url, &target))
        return gx_net_fail(cx, GX_NET_BAD_URL, "");
    struct timespec until = gx_clock_deadline(WAIT_MS);
    if (sem_clockwait(&places, CLOCK_MONOTONIC, &until) != 0) {
        out->outcome = GX_NET_TIMEOUT;
        return gx_net_fail(cx, out->outcome, "all places taken");
    }
    gx_rc rc = gx_net_peer_find(cx, target.host, target.port, &peer, &out->outcome);
    if (rc == GX_OK && target.is_plain && !peer.is_listed) {
        out->outcome = GX_NET_NOT_ALLOWED;
        rc = gx_net_fail(cx, out->outcome, target.host);
    }
    if (rc == GX_OK)
        rc = run(cx, rq, &peer, out);
    sem_post(&places);
    return rc;
}

bool gx_net_fetch_takes(gx_cx *cx, const char *url) {
    struct target target;
    return url != NULL && parse(cx, url, &target) &&
           (!target.is_plain || gx_net_address_allowed(cx->env->config->net_allow, target.host, target.port));
}

const char *gx_net_escape(gx_cx *cx, const char *text) {
    static const char hex[] = "0123456789ABCDEF";
    char *out = gx_arena_alloc(cx->arena, strlen(text) * 3 + 1);
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        bool plain = (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') ||
                     strchr("-._~", *p) != NULL;
        if (plain) {
            out[n++] = (char)*p;
            continue;
        }
        out[n++] = '%';
        out[n++] = hex[*p >> 4];
        out[n++] = hex[*p & 15];
    }
    return out;
}
