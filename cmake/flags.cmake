# SPDX-License-Identifier: AGPL-3.0-or-later
# Warnings that are errors, hardening, sanitizers: the same for every target.
add_compile_definitions(_GNU_SOURCE)
add_compile_options(-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
                    -Werror=format-nonliteral -Werror -fno-common -fstack-protector-strong
                    -fno-omit-frame-pointer)

if(GX_SANITIZE)
  add_compile_definitions(GX_SANITIZED=1) # a sanitizer must be able to look at the process
endif()
if(GX_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -O1)
  add_link_options(-fsanitize=thread)
elseif(GX_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -O1)
  add_link_options(-fsanitize=address,undefined)
else()
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-clash-protection -fcf-protection)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(GX_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
include(CheckPIESupported)
check_pie_supported()
