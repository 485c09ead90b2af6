// SPDX-License-Identifier: AGPL-3.0-or-later
// Unit tests of api/channels; here the file store: the five functions, damaged bytes, links and half-written files.
#include "channels/files/files.h"
#include "core/config.h"
#include "core/crypto.h"
#include "suites.h"
#include <check.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static struct gx_config config;
static struct gx_env env;
static gx_arena *arena;
static gx_cx cx;

static void begin(void) {
    snprintf(folder, sizeof folder, "/tmp/guanxi-store-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    config.files_dir = folder;
    env.config = &config;
    arena = gx_arena_new();
    gx_cx_init(&cx, arena, &env);
}

static int drop(const char *path, const struct stat *st, int flag, struct FTW *ftw) {
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

static void end(void) {
    gx_arena_free(arena);
    nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *path_of(const char *key) {
    return gx_arena_printf(arena, "%s/%.2s/%s", folder, key, key + 2);
}

START_TEST(bytes_come_back_and_the_same_bytes_are_one_file) {
    char a[GX_FILES_KEY];
    char b[GX_FILES_KEY];
    char back[8] = "";
    uint64_t size;
    int fd;
    ck_assert_int_eq(gx_files_put(&cx, "hello", 5, a), GX_OK);
    ck_assert_int_eq(gx_files_put(&cx, "hello", 5, b), GX_OK);
    ck_assert_str_eq(a, b);
    ck_assert_str_eq(a, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    ck_assert_int_eq(gx_files_open(&cx, a, &fd, &size), GX_OK);
    ck_assert_uint_eq(size, 5);
    ck_assert_int_eq((int)read(fd, back, 8), 5);
    ck_assert_str_eq(back, "hello");
    close(fd);
    ck_assert_int_eq(gx_files_remove(&cx, a, time(NULL) + 60), GX_OK);
    ck_assert_int_eq(gx_files_open(&cx, a, &fd, &size), GX_E_NOT_FOUND);
    ck_assert_int_eq(gx_files_remove(&cx, a, time(NULL) + 60), GX_OK);
}
END_TEST

START_TEST(a_file_made_elsewhere_is_taken_in) {
    char key[GX_FILES_KEY];
    uint64_t size = 0;
    FILE *made = tmpfile();
    ck_assert_ptr_nonnull(made);
    for (int i = 0; i < 100000; i++)
        fputs("row\n", made);
    fflush(made);
    ck_assert_int_eq(gx_files_put_fd(&cx, fileno(made), key, &size), GX_OK);
    ck_assert_uint_eq(size, 400000);
    fclose(made);
}
END_TEST

START_TEST(changed_bytes_are_not_given_out) {
    char key[GX_FILES_KEY];
    uint64_t size;
    int fd;
    ck_assert_int_eq(gx_files_put(&cx, "truth", 5, key), GX_OK);
    ck_assert_int_eq(chmod(path_of(key), 0600), 0);
    FILE *f = fopen(path_of(key), "w");
    ck_assert_ptr_nonnull(f);
    fputs("lies!", f);
    fclose(f);
    ck_assert_int_eq(gx_files_open(&cx, key, &fd, &size), GX_E_INTERNAL);
    ck_assert_int_eq(fd, -1);
}
END_TEST

START_TEST(links_and_odd_names_lead_nowhere) {
    char key[GX_FILES_KEY];
    uint64_t size;
    int fd;
    ck_assert_int_eq(gx_files_put(&cx, "inside", 6, key), GX_OK);
    ck_assert_int_eq(remove(path_of(key)), 0);
    ck_assert_int_eq(symlink("/etc/passwd", path_of(key)), 0);
    ck_assert_int_ne(gx_files_open(&cx, key, &fd, &size), GX_OK);
    gx_cx_clear(&cx);
    ck_assert_int_eq(gx_files_open(&cx, "../../etc/passwd", &fd, &size), GX_E_NOT_FOUND);
    gx_cx_clear(&cx);
    ck_assert_int_eq(gx_files_open(&cx, NULL, &fd, &size), GX_E_NOT_FOUND);
}
END_TEST

static bool note(void *data, const char *key) {
    (void)key;
    ++*(int *)data;
    return true;
}

START_TEST(a_walk_finds_old_files_and_clears_what_writers_left) {
    char key[GX_FILES_KEY];
    int seen = 0;
    ck_assert_int_eq(gx_files_put(&cx, "a", 1, key), GX_OK);
    ck_assert_int_eq(gx_files_put(&cx, "b", 1, key), GX_OK);
    const char *left = gx_arena_printf(arena, "%s/tmp/half-written", folder);
    FILE *f = fopen(left, "w");
    ck_assert_ptr_nonnull(f);
    fclose(f);
    ck_assert_int_eq(gx_files_each(&cx, time(NULL) - 60, note, &seen), GX_OK);
    ck_assert_int_eq(seen, 0);
    ck_assert_int_eq(access(left, F_OK), 0);
    ck_assert_int_eq(gx_files_each(&cx, time(NULL) + 60, note, &seen), GX_OK);
    ck_assert_int_eq(seen, 2);
    ck_assert_int_ne(access(left, F_OK), 0);
}
END_TEST

START_TEST(a_file_that_came_again_meanwhile_is_not_removed) {
    char key[GX_FILES_KEY];
    uint64_t size;
    int fd;
    time_t looked_at = time(NULL) - 60;
    ck_assert_int_eq(gx_files_put(&cx, "again", 5, key), GX_OK);
    ck_assert_int_eq(gx_files_remove(&cx, key, looked_at), GX_OK);
    ck_assert_int_eq(gx_files_open(&cx, key, &fd, &size), GX_OK);
    close(fd);
}
END_TEST

START_TEST(a_store_that_is_away_is_said_so) {
    char key[GX_FILES_KEY];
    config.files_dir = "/nowhere/at/all";
    ck_assert_int_eq(gx_files_put(&cx, "x", 1, key), GX_E_UNAVAILABLE);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("channels");
    TCase *tcase = tcase_create("files");
    gx_crypto_init();
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, bytes_come_back_and_the_same_bytes_are_one_file);
    tcase_add_test(tcase, a_file_made_elsewhere_is_taken_in);
    tcase_add_test(tcase, changed_bytes_are_not_given_out);
    tcase_add_test(tcase, links_and_odd_names_lead_nowhere);
    tcase_add_test(tcase, a_walk_finds_old_files_and_clears_what_writers_left);
    tcase_add_test(tcase, a_file_that_came_again_meanwhile_is_not_removed);
    tcase_add_test(tcase, a_store_that_is_away_is_said_so);
    suite_add_tcase(suite, tcase);
    suite_add_tcase(suite, net_case());
    suite_add_tcase(suite, ldap_case());
    suite_add_tcase(suite, mail_case());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
