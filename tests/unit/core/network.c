// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists of networks.
#include "suites.h"

#include "core/arena.h"
#include "core/network.h"

START_TEST(only_networks_are_valid) {
    static const char *const good[] = {"",           "10.0.0.0/8", "10.0.0.0/8,172.16.0.0/12, 192.168.0.0/16",
                                       "192.0.2.7",  "0.0.0.0/0",  "fd00::/8,::1",
                                       "10.0.0.0/32"};
    static const char *const bad[] = {"10.0.0.0/33", "10.0.0/8",   "localhost",           "10.0.0.0/",
                                      "10.0.0.0/-1", "fd00::/129", "10.0.0.0/8;127.0.0.1"};
    for (size_t i = 0; i < GX_COUNT(good); i++)
        ck_assert_msg(gx_network_list_valid(good[i]), "%s", good[i]);
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ck_assert_msg(!gx_network_list_valid(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(addresses_are_in_their_networks_only) {
    static const char list[] = "10.0.0.0/8, 172.16.0.0/12,192.0.2.7,fd00::/7";
    static const char *const in[] = {"10.0.0.1",  "10.255.255.255", "172.31.0.1",
                                     "192.0.2.7", "fd12::1",        "fc00::1"};
    static const char *const out[] = {"11.0.0.1", "172.32.0.1", "172.15.255.255", "192.0.2.8", "fe80::1",
                                      "",         "x",          "::ffff:10.0.0.1"};
    for (size_t i = 0; i < GX_COUNT(in); i++)
        ck_assert_msg(gx_network_list_has(list, in[i]), "%s", in[i]);
    for (size_t i = 0; i < GX_COUNT(out); i++)
        ck_assert_msg(!gx_network_list_has(list, out[i]), "%s", out[i]);
    ck_assert(gx_network_list_has("0.0.0.0/0", "8.8.8.8") && !gx_network_list_has("", "8.8.8.8"));
}
END_TEST

TCase *network_case(void) {
    TCase *tcase = tcase_create("network");
    tcase_add_test(tcase, only_networks_are_valid);
    tcase_add_test(tcase, addresses_are_in_their_networks_only);
    return tcase;
}
