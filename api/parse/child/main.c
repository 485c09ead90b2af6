// SPDX-License-Identifier: AGPL-3.0-or-later
// guanxi-parse: reads one spreadsheet from descriptor 0 (a regular file) and
// writes its rows as JSON lines. It is the only program that looks inside other
// people's files, so it has no network, no files, no database, and little time.
#include "parse/child/csv.h"
#include "parse/child/out.h"
#include "parse/child/sandbox.h"
#include "parse/child/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GX_PARSE_INPUT_MAX = 50 << 20 };

struct options {
    const char *encoding;
    const char *locale;
    size_t sheet;
    long max_rows;
};

static void read_options(int argc, char **argv, struct options *o) {
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--encoding") == 0)
            o->encoding = argv[i + 1];
        else if (strcmp(argv[i], "--locale") == 0)
            o->locale = argv[i + 1];
        else if (strcmp(argv[i], "--sheet") == 0)
            o->sheet = strtoul(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--rows") == 0)
            o->max_rows = strtol(argv[i + 1], NULL, 10);
    }
}

static int parse(const char *data, size_t len, const struct options *o) {
    if (len >= 8 && memcmp(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
        return gx_out_error("xls_old", "save the file as .xlsx");
    if (len >= 4 && memcmp(data, "PK\x03\x04", 4) == 0)
        return gx_xlsx_emit(data, len, o->sheet, o->max_rows);
    if (len >= 5 && memcmp(data, "%PDF-", 5) == 0)
        return gx_out_error("not_a_table", "pdf");
    return gx_csv_emit(data, len, o->encoding, o->locale, o->max_rows);
}

int main(int argc, char **argv) {
    struct options o = {NULL, "zh-CN", 0, 0};
    struct stat st;
    read_options(argc, argv, &o);
    if (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode))
        return gx_out_error("no_file", "");
    if (st.st_size == 0)
        return gx_out_error("empty_file", "");
    if (st.st_size > GX_PARSE_INPUT_MAX)
        return gx_out_error("too_large", "file");
    size_t len = (size_t)st.st_size;
    const char *data = mmap(NULL, len, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (data == MAP_FAILED)
        return gx_out_error("no_file", "");
    gx_csv_prepare();
    if (!gx_sandbox_enter(len))
        return gx_out_error("no_sandbox", "");
    return parse(data, len, &o);
}
