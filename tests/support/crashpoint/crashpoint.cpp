// Ends a program, as a power cut would, at one exact call of it. Loaded before the others (LD_PRELOAD):
//
//   LANDLINE_CRASHPOINT="renameat2 17 after"   the 17th call of it, once it is done; "before": instead of it
//
// Of renameat2, pwrite and openat ("create") only those of part files count, of write only those into a transfer's journal,
// of fsync both of journals and of what lies in the folder of received files.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Point {
    char function[32] = "";
    char moment[16] = "";
    int number = 0;
};

const Point &point()
{
    static const Point wanted = [] {
        Point read;
        const char *text = std::getenv("LANDLINE_CRASHPOINT");
        if (text && std::sscanf(text, "%31s %d %15s", read.function, &read.number, read.moment) != 3)
            read = {};
        return read;
    }();
    return wanted;
}

std::atomic_int calls {0};

// True: this is the call.
bool isDue(const char *function)
{
    return std::strcmp(point().function, function) == 0 && ++calls == point().number;
}

void end()
{
    ::raise(SIGKILL);
}

// Makes the call, unless the end comes instead of it.
template <typename Call>
auto passOn(bool due, Call call)
{
    if (due && std::strcmp(point().moment, "before") == 0)
        end();
    const auto result = call();
    if (due)
        end();
    return result;
}

template <typename Function>
Function real(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool endsWith(const char *text, const char *end)
{
    const size_t length = std::strlen(text);
    return length >= std::strlen(end) && std::strcmp(text + length - std::strlen(end), end) == 0;
}

bool isPart(const char *name)
{
    return endsWith(name, "-part");
}

bool isIn(int file, const char *place)
{
    char link[64];
    char path[PATH_MAX];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    return std::strstr(path, place) != nullptr;
}

} // namespace

extern "C" {

int renameat2(int from, const char *old, int to, const char *name, unsigned flags) noexcept
{
    static const auto call = real<int (*)(int, const char *, int, const char *, unsigned)>("renameat2");
    return passOn(isPart(old) && isDue("renameat2"), [&] { return call(from, old, to, name, flags); });
}

int mkdirat(int folder, const char *name, mode_t mode) noexcept
{
    static const auto call = real<int (*)(int, const char *, mode_t)>("mkdirat");
    return passOn(isDue("mkdirat"), [&] { return call(folder, name, mode); });
}

int openat(int folder, const char *name, int flags, ...)
{
    static const auto call = real<int (*)(int, const char *, int, mode_t)>("openat");
    return passOn((flags & O_CREAT) != 0 && isPart(name) && isDue("create"),
                  [&] { return call(folder, name, flags, 0666); });
}

ssize_t write(int file, const void *bytes, size_t size)
{
    static const auto call = real<ssize_t (*)(int, const void *, size_t)>("write");
    return passOn(std::strcmp(point().function, "write") == 0 && isIn(file, "/journal") && isDue("write"),
                  [&] { return call(file, bytes, size); });
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    static const auto call = real<ssize_t (*)(int, const void *, size_t, off_t)>("pwrite");
    return passOn(isIn(file, "-part") && isDue("pwrite"), [&] { return call(file, bytes, size, offset); });
}

int fsync(int file)
{
    static const auto call = real<int (*)(int)>("fsync");
    const bool ours = std::strcmp(point().function, "fsync") == 0 && (isIn(file, "/journal") || isIn(file, "/received"));
    return passOn(ours && isDue("fsync"), [&] { return call(file); });
}

} // extern "C"
