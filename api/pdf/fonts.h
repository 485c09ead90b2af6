// SPDX-License-Identifier: AGPL-3.0-or-later
// The fonts of all documents, behind one lock: Pango's map of fonts is not made for several threads. Inside the folder.
#ifndef GX_PDF_FONTS_H
#define GX_PDF_FONTS_H

#include <pango/pangocairo.h>

// Takes the lock and gives the map; gx_pdf_fonts_done gives it back. Not to be nested.
PangoFontMap *gx_pdf_fonts(void);
void gx_pdf_fonts_done(void);

// Latin before Han: a Han face would bring its Latin letters as a second large subset.
PangoFontDescription *gx_pdf_font(double size, int bold);

// BCP 47 as Pango's language, zh-CN without one.
PangoLanguage *gx_pdf_language(const char *language);

#endif
