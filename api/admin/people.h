// SPDX-License-Identifier: AGPL-3.0-or-later
// guanxi-admin user-add, user-password, permission: what an operator does without the browser. Works as the owner of
// the database, so it needs the migrator's password and no log-in.
#ifndef GX_PEOPLE_H
#define GX_PEOPLE_H

#include "db/client/exec.h"

// Makes a person who may log in, with a role (key of app.role, or NULL). A password is read from stdin when it is no
// terminal, otherwise made and printed.
gx_rc gx_people_add(gx_cx *cx, gx_lease *lease, const char *username, const char *name,
                    const char *role) GX_MUST;

// Gives a person a new password and closes his sessions.
gx_rc gx_people_password(gx_cx *cx, gx_lease *lease, const char *username) GX_MUST;

// Prints what a person may do with a resource, and which roles give it.
gx_rc gx_people_permission(gx_cx *cx, gx_lease *lease, const char *username, const char *resource) GX_MUST;

#endif
