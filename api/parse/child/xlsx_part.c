// SPDX-License-Identifier: AGPL-3.0-or-later
// Streaming with two guards: the size that the package declares and the bytes
// that really come out. An entity declaration ends the reading: no file of ours
// needs one, and every known trick does.
#include "xlsx_part.h"

#include <string.h>

static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static void on_open(void *data, const XML_Char *name, const XML_Char **attrs) {
    struct gx_part *part = data;
    part->open(part, local(name), attrs);
}

static void on_close(void *data, const XML_Char *name) {
    struct gx_part *part = data;
    part->close(part, local(name));
}

static void on_text(void *data, const XML_Char *s, int len) {
    struct gx_part *part = data;
    if (!part->collect)
        return;
    size_t n = (size_t)len;
    size_t room = GX_PART_TEXT_MAX - part->len;
    if (n > room)
        n = room;
    memcpy(part->text + part->len, s, n);
    part->len += n;
    part->text[part->len] = '\0';
}

static void on_entity(void *data, const XML_Char *name, int is_parameter, const XML_Char *value,
                      int value_length, const XML_Char *base, const XML_Char *system_id,
                      const XML_Char *public_id, const XML_Char *notation) {
    struct gx_part *part = data;
    (void)name, (void)is_parameter, (void)value, (void)value_length, (void)base;
    (void)system_id, (void)public_id, (void)notation;
    XML_StopParser(part->parser, XML_FALSE);
}

const char *gx_part_attr(const char **attrs, const char *name) {
    for (size_t i = 0; attrs[i] != NULL; i += 2)
        if (strcmp(local(attrs[i]), name) == 0)
            return attrs[i + 1];
    return NULL;
}

void gx_part_stop(struct gx_part *part) {
    XML_StopParser(part->parser, XML_FALSE);
}

static enum gx_part_rc pump(zip_file_t *file, XML_Parser parser) {
    zip_uint64_t total = 0;
    for (;;) {
        void *chunk = XML_GetBuffer(parser, 1 << 16);
        if (chunk == NULL)
            return GX_PART_BROKEN;
        zip_int64_t n = zip_fread(file, chunk, 1 << 16);
        if (n < 0)
            return GX_PART_BROKEN;
        total += (zip_uint64_t)n;
        if (total > GX_PART_BYTES_MAX)
            return GX_PART_TOO_BIG;
        if (XML_ParseBuffer(parser, (int)n, n == 0) == XML_STATUS_ERROR)
            return XML_GetErrorCode(parser) == XML_ERROR_ABORTED ? GX_PART_STOPPED : GX_PART_BROKEN;
        if (n == 0)
            return GX_PART_OK;
    }
}

enum gx_part_rc gx_part_read(zip_t *zip, const char *name, struct gx_part *part) {
    zip_stat_t st;
    if (zip_stat(zip, name, ZIP_FL_NOCASE, &st) != 0)
        return GX_PART_ABSENT;
    if ((st.valid & ZIP_STAT_SIZE) == 0 || st.size > GX_PART_BYTES_MAX)
        return GX_PART_TOO_BIG;
    zip_file_t *file = zip_fopen(zip, name, ZIP_FL_NOCASE);
    if (file == NULL)
        return GX_PART_BROKEN;
    XML_Parser parser = XML_ParserCreate(NULL);
    if (parser == NULL)
        return zip_fclose(file), GX_PART_BROKEN;
    part->parser = parser;
    part->collect = false;
    part->len = 0;
    part->text[0] = '\0';
    XML_SetUserData(parser, part);
    XML_SetElementHandler(parser, on_open, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetEntityDeclHandler(parser, on_entity);
    enum gx_part_rc rc = pump(file, parser);
    XML_ParserFree(parser);
    zip_fclose(file);
    return rc;
}
