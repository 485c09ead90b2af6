// SPDX-License-Identifier: AGPL-3.0-or-later
// After gx_sandbox_enter a hostile file can make this process only stop.
// Opening anything answers EACCES (libraries look for optional data), every
// other call that is not listed kills the process.
#include "sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

// The build defines GX_SANITIZED for each of its sanitizers.
#if defined(GX_SANITIZED)
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "detect_leaks=0";
}
#else
#define GX_SANITIZED 0
#endif

static bool limit(int what, rlim_t value) {
    struct rlimit r = {value, value};
    return setrlimit(what, &r) == 0;
}

static bool limits(size_t input_bytes) {
    rlim_t seconds = 2 + (rlim_t)(input_bytes / (4u << 20));
    rlim_t memory = (256ul << 20) + 3 * (rlim_t)input_bytes;
    if (GX_SANITIZED)
        seconds *= 5;
    if (!limit(RLIMIT_CPU, seconds) || !limit(RLIMIT_CORE, 0))
        return false;
    if (!limit(RLIMIT_NOFILE, 8))
        return false;
    return GX_SANITIZED || limit(RLIMIT_AS, memory);
}

static const int allowed[] = {
    SCMP_SYS(read),         SCMP_SYS(pread64),        SCMP_SYS(write),         SCMP_SYS(writev),
    SCMP_SYS(lseek),        SCMP_SYS(fstat),          SCMP_SYS(newfstatat),    SCMP_SYS(close),
    SCMP_SYS(brk),          SCMP_SYS(mmap),           SCMP_SYS(munmap),        SCMP_SYS(mremap),
    SCMP_SYS(mprotect),     SCMP_SYS(madvise),        SCMP_SYS(exit),          SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),  SCMP_SYS(sigaltstack),
    SCMP_SYS(futex),        SCMP_SYS(getrandom),      SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),       SCMP_SYS(gettid),         SCMP_SYS(sched_yield),   SCMP_SYS(getrusage)};

static const int refused[] = {SCMP_SYS(open),  SCMP_SYS(openat), SCMP_SYS(access),   SCMP_SYS(faccessat),
                              SCMP_SYS(stat),  SCMP_SYS(lstat),  SCMP_SYS(readlink), SCMP_SYS(readlinkat),
                              SCMP_SYS(fcntl), SCMP_SYS(ioctl),  SCMP_SYS(uname),    SCMP_SYS(umask)};

bool gx_sandbox_enter(size_t input_bytes) {
    if (!limits(input_bytes))
        return false;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return false;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL)
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof allowed / sizeof *allowed; i++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    for (size_t i = 0; ok && i < sizeof refused / sizeof *refused; i++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0) == 0;
    ok = ok && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}
