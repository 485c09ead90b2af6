// SPDX-License-Identifier: AGPL-3.0-or-later
// The readers inside the sandbox: text in any encoding, packages as they come, and the XML of a sheet in a good
// package. What they write goes nowhere; that they end well is the point.
#include "parse/child/csv.h"
#include "parse/child/out.h"
#include "parse/child/xlsx.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

static const char workbook[] = "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='1'/></sheets></workbook>";
static const char relations[] = "<Relationships><Relationship Id='1' Target='s.xml'/></Relationships>";
static const char styles[] =
    "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='10'/></cellXfs></styleSheet>";
static const char strings[] = "<sst><si><t>one</t></si><si><t>two</t></si></sst>";

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
        abort();
    gx_csv_prepare();
    return 0;
}

static void add(zip_t *zip, const char *name, const void *data, size_t len) {
    zip_source_t *source = zip_source_buffer(zip, data, len, 0);
    if (source == NULL || zip_file_add(zip, name, source, ZIP_FL_OVERWRITE) < 0)
        abort();
}

// A package around the XML of one sheet; the caller frees the source.
static zip_source_t *pack(const uint8_t *xml, size_t len) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(out);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, &error);
    add(zip, "xl/workbook.xml", workbook, sizeof workbook - 1);
    add(zip, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    add(zip, "xl/styles.xml", styles, sizeof styles - 1);
    add(zip, "xl/sharedStrings.xml", strings, sizeof strings - 1);
    add(zip, "xl/s.xml", xml, len);
    if (zip_close(zip) != 0)
        abort();
    return out;
}

static void read_sheet(const uint8_t *xml, size_t len) {
    zip_source_t *source = pack(xml, len);
    zip_stat_t st;
    if (zip_source_stat(source, &st) != 0 || zip_source_open(source) != 0)
        abort();
    char *bytes = malloc(st.size);
    if (bytes == NULL || zip_source_read(source, bytes, st.size) != (zip_int64_t)st.size)
        abort();
    zip_source_close(source);
    zip_source_free(source);
    gx_xlsx_emit(bytes, st.size, 0, 0);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const encodings[] = {NULL, "gb18030", "big5", "utf-16le", "utf-8"};
    if (size < 2)
        return 0;
    gx_out_begin();
    switch (data[0] % 3) {
    case 0:
        gx_csv_emit((const char *)data + 1, size - 1, encodings[data[1] % 5], "zh-CN", data[1] & 64 ? 3 : 0);
        break;
    case 1:
        gx_xlsx_emit(data + 1, size - 1, 0, 0);
        break;
    default:
        read_sheet(data + 1, size - 1);
        break;
    }
    return 0;
}
