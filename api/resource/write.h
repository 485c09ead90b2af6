// SPDX-License-Identifier: AGPL-3.0-or-later
// The statements of writes, for the handlers here and for jobs: everything goes through
// api.<resource>_write or the generated functions, under the rights of the current subject.
#ifndef GX_RESOURCE_WRITE_H
#define GX_RESOURCE_WRITE_H

#include "resource/validate.h"

// insert … returning id, version. `id` is a version 7 UUID.
struct gx_stmt gx_write_insert(gx_cx *cx, const struct gx_resource *resource, const struct gx_values *values,
                               const char *id);

// update … where id returning id, version. version NULL = whatever it is. At least one value.
struct gx_stmt gx_write_update(gx_cx *cx, const struct gx_resource *resource, const struct gx_values *values,
                               const char *id, const char *version);

// select api.<resource>_<verb>(id[, version | owner, version]): verb delete, restore, purge or transfer.
struct gx_stmt gx_write_call(gx_cx *cx, const struct gx_resource *resource, enum gx_operation operation,
                             const char *id, const char *version, const char *owner_id);

#endif
