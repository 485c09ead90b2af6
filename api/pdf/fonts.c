// SPDX-License-Identifier: AGPL-3.0-or-later
// One map of fonts per process, made when the first text is set (0.4 s), and what it can show. Characters that were
// asked for once are remembered, so that checking thousands of addresses costs nothing.
#include "pdf/fonts.h"

#include "pdf/pdf.h"
#include <pthread.h>
#include <stdint.h>

#ifdef GX_SANITIZED
// What Fontconfig keeps it finds by offsets, which the search for leaks does not follow. Cairo 1.16 loses 768 bytes with
// every subset of a CFF font.
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig\nleak:libcairo";
}
#endif

enum { CODE_POINTS = 0x110000, BITS = 32 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *map;
static PangoFontset *fontset;
static uint32_t asked[CODE_POINTS / BITS], shown[CODE_POINTS / BITS];

PangoFontMap *gx_pdf_fonts(void) {
    pthread_mutex_lock(&lock);
    if (!map) {
        map = pango_cairo_font_map_new();
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72); // a point is a point
    }
    return map;
}

void gx_pdf_fonts_done(void) {
    pthread_mutex_unlock(&lock);
}

PangoFontDescription *gx_pdf_font(double size, int bold) {
    PangoFontDescription *font = pango_font_description_from_string("DejaVu Sans, Noto Sans CJK SC");
    pango_font_description_set_size(font, (int)(size * PANGO_SCALE + 0.5));
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    return font;
}

PangoLanguage *gx_pdf_language(const char *language) {
    return pango_language_from_string(language ? language : "zh-CN");
}

static PangoFontset *all_fonts(void) {
    if (!fontset) {
        PangoContext *context = pango_font_map_create_context(map);
        PangoFontDescription *font = gx_pdf_font(10, 0);
        fontset = pango_font_map_load_fontset(map, context, font, gx_pdf_language(NULL));
        pango_font_description_free(font);
        g_object_unref(context);
    }
    return fontset;
}

static bool ask(gunichar c) {
    PangoFont *font = pango_fontset_get_font(all_fonts(), c);
    bool has = font && pango_font_has_char(font, c);
    if (font)
        g_object_unref(font);
    return has;
}

static bool is_shown(gunichar c) {
    uint32_t bit = 1u << c % BITS;
    if (c < ' ' || g_unichar_iszerowidth(c) || g_unichar_isspace(c))
        return true;
    if (!(asked[c / BITS] & bit)) {
        asked[c / BITS] |= bit;
        if (ask(c))
            shown[c / BITS] |= bit;
    }
    return shown[c / BITS] & bit;
}

uint32_t gx_pdf_unshown(const char *text) {
    uint32_t missing = 0;
    gx_pdf_fonts();
    for (const char *at = text; at && *at && !missing; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c >= CODE_POINTS || !is_shown(c))
            missing = c;
    }
    gx_pdf_fonts_done();
    return missing;
}
