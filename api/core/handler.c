// SPDX-License-Identifier: AGPL-3.0-or-later
// The table of handlers is what the linker collected in the section gx_operations. A program without handlers has
// no such section, hence the weak symbols.
#include "core/handler.h"

#include <string.h>

extern const struct gx_operation_entry *const __start_gx_operations[] __attribute__((weak));
extern const struct gx_operation_entry *const __stop_gx_operations[] __attribute__((weak));

size_t gx_handler_all(const struct gx_operation_entry *const **out) {
    *out = __start_gx_operations;
    return __start_gx_operations ? (size_t)(__stop_gx_operations - __start_gx_operations) : 0;
}

gx_handler gx_handler_find(const char *operation, const char *verb) {
    const struct gx_operation_entry *const *entries;
    size_t n = gx_handler_all(&entries);
    gx_handler standard = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *name = entries[i]->operation;
        if (strcmp(name, operation) == 0)
            return entries[i]->handler;
        if (verb && strncmp(name, "*_", 2) == 0 && strcmp(name + 2, verb) == 0)
            standard = entries[i]->handler;
    }
    return standard;
}
