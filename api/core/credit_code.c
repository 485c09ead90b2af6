// SPDX-License-Identifier: AGPL-3.0-or-later
// The check digit of GB 32100-2015: characters count by their place in the alphabet, weights are powers of three
// modulo 31. Knows nothing of registration authorities or regions.
#include "core/credit_code.h"

#include <string.h>

enum { LENGTH = 18, BASE = 31 };

bool gx_credit_code_is_valid(const char *text, size_t n) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int sum = 0, weight = 1;
    if (n != LENGTH)
        return false;
    for (size_t i = 0; i < LENGTH; i++) {
        const char *place = text[i] ? strchr(alphabet, text[i]) : NULL;
        if (!place)
            return false;
        if (i == LENGTH - 1)
            return (BASE - sum % BASE) % BASE == (int)(place - alphabet);
        sum += (int)(place - alphabet) * weight;
        weight = weight * 3 % BASE;
    }
    return false;
}
