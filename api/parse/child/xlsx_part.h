// SPDX-License-Identifier: AGPL-3.0-or-later
// One XML part of a package, streamed through expat under a size cap.
#ifndef GX_PARSE_XLSX_PART_H
#define GX_PARSE_XLSX_PART_H
#include <expat.h>
#include <stdbool.h>
#include <stddef.h>
#include <zip.h>

enum { GX_PART_BYTES_MAX = 400 << 20, GX_PART_TEXT_MAX = 32767 };

enum gx_part_rc { GX_PART_OK, GX_PART_ABSENT, GX_PART_TOO_BIG, GX_PART_BROKEN, GX_PART_STOPPED };

// Text collector and the handlers of one part. The handlers get this struct;
// they switch collecting by setting `collect`.
struct gx_part {
    XML_Parser parser;
    void *state;
    void (*open)(struct gx_part *part, const char *name, const char **attrs);
    void (*close)(struct gx_part *part, const char *name);
    bool collect;
    size_t len;
    char text[GX_PART_TEXT_MAX + 1];
};

// Reads the part called name. Element names reach the handlers without prefix.
enum gx_part_rc gx_part_read(zip_t *zip, const char *name, struct gx_part *part);
// The attribute's value, by local name, or NULL.
const char *gx_part_attr(const char **attrs, const char *name);
void gx_part_stop(struct gx_part *part);
#endif
