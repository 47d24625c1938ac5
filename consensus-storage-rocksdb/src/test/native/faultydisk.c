/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * A faulty disk for one directory of one process: loaded with LD_PRELOAD, it stands between the process and the C library's file
 * calls. It knows what of each file and of each directory has been synced, and can make the power fail: then only that is certain to
 * be left, of the rest a choice drawn from a seed. It is the strictest reading of POSIX: a name is durable only when its directory has
 * been synced, content only when its file has been. What is unsynced reaches the disk in order, per file and over all names, up to a
 * point; the write at that point may be torn.
 *
 * Environment:
 *   FAULTY_DIR       the directory, as a real path; its sibling <FAULTY_DIR>.limbo holds what may have to come back
 *   FAULTY_SEED      chooses what a power failure leaves
 *   FAULTY_POWER_AT  the power fails at this call that changes something (1, 2, ...); also when <FAULTY_DIR>/POWER is removed
 *   FAULTY_PAGES     1: the pages of a torn write may reach the disk in any order, so that zeros may come before data
 *   FAULTY_KIND      fsync, write, nospace, short or read: which calls fail ...
 *   FAULTY_AT        ... from which one on (1, 2, ...) ...
 *   FAULTY_COUNT     ... and how many of them ...
 *   FAULTY_ON        ... counting only those of files with this in their path
 *   FAULTY_REPORT    a file to which a line is added for each thing that happens
 *
 * A failed sync behaves as on Linux: the pages count as clean afterwards, so that a later sync succeeds without them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PAGE = 4096, SECTOR = 512, PATH = 4096, POWER_FAILED = 99 };

/* A change to a file's content that is not known to be on disk: where, how long, and what was there before. */
typedef struct {
    off_t at, length, size_before, before_length;
    char *before;
    bool is_truncation;
} Change;

typedef struct {
    dev_t dev;
    ino_t ino;
    int fd; /* our own: keeps the inode from being reused, and can read what the process may only write */
    Change *changes;
    int count, capacity;
    Change *dropped; /* what a failed sync has made clean without writing it */
    int dropped_count;
} File;

/* A change to a directory that is not known to be on disk. */
typedef struct {
    enum { CREATED, MADE, LINKED, RENAMED, REMOVED, UNMADE } kind;
    char *directory, *path, *from, *limbo;
} Name;

static File files[8192];
static int file_count;
static Name *names;
static int name_count, name_capacity, limbo_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH];
static size_t root_length;
static const char *kind, *fault_on;
static long power_at, fault_at, fault_count, calls, candidates;
static bool pages_reorder;
static uint64_t state;
static int report_fd = -1;

#define REAL(name) static __typeof__(name) *real_##name
REAL(open); REAL(openat); REAL(write); REAL(pwrite); REAL(writev); REAL(read); REAL(pread); REAL(readv); REAL(fsync);
REAL(fdatasync); REAL(ftruncate); REAL(posix_fallocate); REAL(rename); REAL(unlink); REAL(link); REAL(mkdir); REAL(rmdir);

__attribute__((constructor)) static void begin(void) {
#define FIND(name) real_##name = dlsym(RTLD_NEXT, #name)
    FIND(open); FIND(openat); FIND(write); FIND(pwrite); FIND(writev); FIND(read); FIND(pread); FIND(readv); FIND(fsync);
    FIND(fdatasync); FIND(ftruncate); FIND(posix_fallocate); FIND(rename); FIND(unlink); FIND(link); FIND(mkdir); FIND(rmdir);
    const char *directory = getenv("FAULTY_DIR");
    if (directory == NULL) return;
    snprintf(root, sizeof root, "%s", directory);
    root_length = strlen(root);
    char limbo[PATH + 8];
    snprintf(limbo, sizeof limbo, "%s.limbo", root);
    real_mkdir(limbo, 0777);
#define NUMBER(variable) (getenv(variable) == NULL ? 0 : atoll(getenv(variable)))
    state = NUMBER("FAULTY_SEED") * 0x9E3779B97F4A7C15u + 1;
    power_at = NUMBER("FAULTY_POWER_AT");
    fault_at = NUMBER("FAULTY_AT");
    fault_count = NUMBER("FAULTY_COUNT");
    pages_reorder = NUMBER("FAULTY_PAGES");
    kind = getenv("FAULTY_KIND") == NULL ? "" : getenv("FAULTY_KIND");
    fault_on = getenv("FAULTY_ON") == NULL ? "" : getenv("FAULTY_ON");
    if (getenv("FAULTY_REPORT") != NULL) {
        report_fd = real_open(getenv("FAULTY_REPORT"), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0666);
    }
}

/* splitmix64 */
static uint64_t draw(uint64_t bound) {
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return bound == 0 ? 0 : (z ^ (z >> 31)) % bound;
}

static void report(const char *format, ...) {
    char line[3 * PATH];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (report_fd >= 0 && length > 0) {
        (void) !real_write(report_fd, line, (size_t) length < sizeof line ? (size_t) length : sizeof line - 1);
    }
}

/* A disaster of the test itself, not of the disk. */
static void require(bool condition, const char *what) {
    if (!condition) {
        report("broken: %s: %s\n", what, strerror(errno));
        fprintf(stderr, "faultydisk: %s: %s\n", what, strerror(errno));
        abort();
    }
}

static bool is_inside(const char *path) {
    return root_length > 0 && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

/* The absolute path, or false if it is none of ours. */
static bool resolve(int dirfd, const char *path, char *absolute) {
    if (root_length == 0) return false;
    if (path[0] == '/') {
        snprintf(absolute, PATH, "%s", path);
    } else {
        char base[PATH], link[64];
        snprintf(link, sizeof link, dirfd == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", dirfd);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0) return false;
        base[length] = 0;
        int written = snprintf(absolute, PATH, "%s/%s", base, path);
        if (written >= PATH) return false;
    }
    return is_inside(absolute);
}

static bool path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = root_length == 0 ? -1 : readlink(link, path, PATH - 1);
    if (length < 0) return false;
    path[length] = 0;
    return is_inside(path);
}

static File *file_of(int fd) {
    struct stat found;
    if (file_count == 0 || fstat(fd, &found) != 0) return NULL;
    for (int i = file_count - 1; i >= 0; i--) {
        if (files[i].ino == found.st_ino && files[i].dev == found.st_dev) return &files[i];
    }
    return NULL;
}

static off_t size_of(const File *file) {
    struct stat found;
    require(fstat(file->fd, &found) == 0, "fstat");
    return found.st_size;
}

static void track(const char *path) {
    struct stat found;
    require(stat(path, &found) == 0, path);
    for (int i = 0; i < file_count; i++) {
        if (files[i].ino == found.st_ino && files[i].dev == found.st_dev) return;
    }
    if (!S_ISREG(found.st_mode)) return;
    /* Never closed: that would drop the process's locks on the file. */
    int fd = real_open(path, O_RDWR | O_CLOEXEC);
    require(fd >= 0, path);
    require(file_count < (int) (sizeof files / sizeof files[0]), "too many files");
    files[file_count++] = (File) {.dev = found.st_dev, .ino = found.st_ino, .fd = fd};
}

/* Remembers what is there before it changes. */
static void remember(File *file, off_t at, off_t length, bool is_truncation) {
    off_t size = size_of(file);
    Change change = {.at = at, .length = length, .size_before = size, .is_truncation = is_truncation};
    off_t end = is_truncation || at + length > size ? size : at + length;
    if (at < end) {
        change.before_length = end - at;
        change.before = malloc((size_t) change.before_length);
        require(real_pread(file->fd, change.before, (size_t) change.before_length, at) == change.before_length, "pread");
    }
    if (file->count == file->capacity) {
        file->capacity = file->capacity * 2 + 16;
        file->changes = realloc(file->changes, (size_t) file->capacity * sizeof(Change));
    }
    file->changes[file->count++] = change;
    for (int i = 0; i < file->dropped_count; i++) {
        /* Writing to a page makes all of it dirty again. */
        Change *dropped = &file->dropped[i];
        if (at < dropped->at + dropped->length && at + length > dropped->at) dropped->length = 0;
        off_t page = at / PAGE * PAGE;
        if (page < dropped->at + dropped->length && page >= dropped->at) dropped->length = page - dropped->at;
    }
}

static void forget(File *file) {
    for (int i = 0; i < file->count; i++) free(file->changes[i].before);
    file->count = 0;
}

static void drop(File *file) {
    file->dropped = realloc(file->dropped, (size_t) (file->dropped_count + file->count + 1) * sizeof(Change));
    for (int i = 0; i < file->count; i++) {
        if (!file->changes[i].is_truncation) file->dropped[file->dropped_count++] = file->changes[i];
    }
    file->count = 0;
}

static void undo(const File *file, const Change *change) {
    require(real_ftruncate(file->fd, change->size_before) == 0, "ftruncate");
    require(real_pwrite(file->fd, change->before, (size_t) change->before_length, change->at) == change->before_length, "undo");
}

/* The write that was under way: undone, then a part of it put back. */
static void tear(const File *file, const Change *change) {
    char *now = malloc((size_t) change->length + PAGE);
    require(real_pread(file->fd, now, (size_t) change->length, change->at) == change->length, "pread of a torn write");
    undo(file, change);
    if (pages_reorder && draw(2) == 0) {
        report("torn: pages at %ld, %ld bytes\n", (long) change->at, (long) change->length);
        if (change->size_before < change->at + change->length) {
            require(real_ftruncate(file->fd, change->at + change->length) == 0, "ftruncate");
        }
        for (off_t at = change->at, next; at < change->at + change->length; at = next) {
            next = (at / PAGE + 1) * PAGE;
            if (next > change->at + change->length) next = change->at + change->length;
            if (draw(2) == 0) (void) !real_pwrite(file->fd, now + (at - change->at), (size_t) (next - at), at);
        }
        free(now);
        return;
    }
    off_t kept = (off_t) draw((uint64_t) change->length + 1);
    off_t sector = draw(2) == 0 ? SECTOR : PAGE;
    off_t end = ((change->at + kept) / sector + 1) * sector - change->at;
    if (end > change->length) end = change->length;
    uint64_t how = draw(4);
    if (how == 1) {
        kept = (change->at + kept) / sector * sector - change->at;
        if (kept < 0) kept = 0;
    } else if (how == 2) {
        memset(now + kept, 0, (size_t) (end - kept));
    } else if (how == 3) {
        for (off_t i = kept; i < end; i++) now[i] = (char) draw(256);
    }
    off_t length = how >= 2 ? end : kept;
    static const char *const hows[] = {"inside a sector", "between sectors", "zeros", "garbage"};
    report("torn: %s at %ld, %ld of %ld bytes\n", hows[how], (long) change->at, (long) kept, (long) change->length);
    require(real_pwrite(file->fd, now, (size_t) length, change->at) == length, "tear");
    free(now);
}

static void lose_content(File *file) {
    int count = file->count;
    int kept = count == 0 ? 0 : draw(5) == 0 ? count : (int) draw((uint64_t) count + 1);
    for (int i = count - 1; i >= kept; i--) {
        const Change *change = &file->changes[i];
        if (i == kept && !change->is_truncation && draw(3) != 0) {
            tear(file, change);
        } else {
            undo(file, change);
        }
    }
    if (count > 0) report("content: %d of %d unsynced changes kept\n", kept, count);
    off_t size = size_of(file);
    for (int i = 0; i < file->dropped_count; i++) {
        const Change *change = &file->dropped[i];
        off_t end = change->at + change->length > size ? size : change->at + change->length;
        for (off_t at = change->at; at < end; at++) {
            char old = at - change->at < change->before_length ? change->before[at - change->at] : 0;
            (void) !real_pwrite(file->fd, &old, 1, at);
        }
        report("dropped: %ld bytes at %ld are not on disk\n", (long) (end - change->at), (long) change->at);
    }
}

static void lose_name(const Name *name) {
    char limbo[PATH + 64];
    snprintf(limbo, sizeof limbo, "%s.limbo/%d", root, limbo_count++);
    switch (name->kind) {
        case CREATED: case MADE: case LINKED: real_rename(name->path, limbo); break;
        case RENAMED: real_rename(name->path, name->from); break;
        case REMOVED: break;
        case UNMADE: real_mkdir(name->path, 0777); break;
    }
    if (name->limbo != NULL) real_rename(name->limbo, name->path);
    report("name lost: %d %s\n", name->kind, name->path);
}

static void power_fails(const char *call, const char *path) {
    report("power fails at call %ld, %s of %s\n", calls, call, path);
    for (int i = 0; i < file_count; i++) lose_content(&files[i]);
    int kept = draw(4) == 0 ? name_count : (int) draw((uint64_t) name_count + 1);
    report("names: %d of %d unsynced changes kept\n", kept, name_count);
    for (int i = name_count - 1; i >= kept; i--) lose_name(&names[i]);
    _exit(POWER_FAILED);
}

/* Counts a call that changes something; the power may fail at it, with the change made but not synced. */
static void step(const char *call, const char *path) {
    if (++calls == power_at) power_fails(call, path);
}

/* Whether this call of a kind that may fail is to fail. */
static bool fails(const char *what, const char *path) {
    if (strcmp(kind, what) != 0 || strstr(path, fault_on) == NULL) return false;
    candidates++;
    bool is_hit = candidates >= fault_at && candidates < fault_at + fault_count;
    if (is_hit) report("fault: %s %ld of %s\n", what, candidates, path);
    return is_hit;
}

static char *parent_of(const char *path) {
    char *parent = strdup(path);
    *strrchr(parent, '/') = 0;
    return parent;
}

static void note(int what, const char *path, const char *from, const char *limbo) {
    if (name_count == name_capacity) {
        name_capacity = name_capacity * 2 + 64;
        names = realloc(names, (size_t) name_capacity * sizeof(Name));
    }
    names[name_count++] = (Name) {
        .kind = what, .directory = parent_of(path), .path = strdup(path), .from = from == NULL ? NULL : strdup(from),
        .limbo = limbo == NULL ? NULL : strdup(limbo)};
}

static void sync_names(const char *directory) {
    int kept = 0;
    for (int i = 0; i < name_count; i++) {
        if (strcmp(names[i].directory, directory) != 0) {
            names[kept++] = names[i];
            continue;
        }
        if (names[i].limbo != NULL) real_unlink(names[i].limbo);
        free(names[i].directory); free(names[i].path); free(names[i].from); free(names[i].limbo);
    }
    name_count = kept;
}

/* Takes the file away as the caller wishes, but so that it can come back; true if there was one. */
static bool set_aside(const char *path, char *limbo) {
    snprintf(limbo, PATH + 64, "%s.limbo/%d", root, limbo_count++);
    return real_rename(path, limbo) == 0;
}

static int open_inside(const char *path, int flags, mode_t mode) {
    bool writes = (flags & O_ACCMODE) != O_RDONLY;
    pthread_mutex_lock(&lock);
    bool existed = access(path, F_OK) == 0;
    bool created = (flags & O_CREAT) != 0 && !existed;
    int fd;
    if (created && (fails("nospace", path) || fails("short", path))) {
        pthread_mutex_unlock(&lock);
        errno = ENOSPC;
        return -1;
    }
    if (existed && writes && (flags & O_TRUNC) != 0) {
        track(path);
        fd = real_open(path, flags & ~O_TRUNC, mode);
        File *file = fd < 0 ? NULL : file_of(fd);
        if (file != NULL) {
            remember(file, 0, size_of(file), true);
            require(real_ftruncate(file->fd, 0) == 0, path);
            step("truncation", path);
        }
    } else {
        fd = real_open(path, flags, mode);
        if (fd >= 0 && created) note(CREATED, path, NULL, NULL);
        if (fd >= 0 && writes) track(path);
        if (fd >= 0 && created) step("creation", path);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define OPEN(dirfd)                                        \
    mode_t mode = 0;                                       \
    if (flags & (O_CREAT | __O_TMPFILE)) {                 \
        va_list arguments;                                 \
        va_start(arguments, flags);                        \
        mode = va_arg(arguments, mode_t);                  \
        va_end(arguments);                                 \
    }                                                      \
    char absolute[PATH];                                   \
    if (resolve(dirfd, path, absolute)) return open_inside(absolute, flags, mode)

int open(const char *path, int flags, ...) { OPEN(AT_FDCWD); return real_open(path, flags, mode); }
int open64(const char *path, int flags, ...) { OPEN(AT_FDCWD); return real_open(path, flags | O_LARGEFILE, mode); }
int openat(int dirfd, const char *path, int flags, ...) { OPEN(dirfd); return real_openat(dirfd, path, flags, mode); }
int openat64(int dirfd, const char *path, int flags, ...) { OPEN(dirfd); return real_openat(dirfd, path, flags, mode); }

static ssize_t write_inside(File *file, int fd, const char *bytes, size_t length, off_t at) {
    char path[PATH];
    if (!path_of(file->fd, path)) snprintf(path, sizeof path, "a file without a name");
    bool full = fails("nospace", path), is_short = fails("short", path), broken = fails("write", path);
    if (full || broken) {
        errno = broken ? EIO : ENOSPC;
        return -1;
    }
    if (is_short && (length < 2 || draw(2) == 0)) {
        errno = ENOSPC;
        return -1;
    }
    length = is_short ? 1 + draw(length - 1) : length;
    bool is_positioned = at >= 0;
    if (!is_positioned) at = (fcntl(fd, F_GETFL) & O_APPEND) != 0 ? size_of(file) : lseek(fd, 0, SEEK_CUR);
    remember(file, at, (off_t) length, false);
    ssize_t written = is_positioned ? real_pwrite(fd, bytes, length, at) : real_write(fd, bytes, length);
    require(written == (ssize_t) length, "write");
    step("write", path);
    return written;
}

static ssize_t write_any(int fd, const void *bytes, size_t length, off_t at) {
    if (file_count == 0) return at < 0 ? real_write(fd, bytes, length) : real_pwrite(fd, bytes, length, at);
    pthread_mutex_lock(&lock);
    File *file = file_of(fd);
    if (file == NULL) {
        /* Without the lock: it may be a pipe, and wait. */
        pthread_mutex_unlock(&lock);
        return at < 0 ? real_write(fd, bytes, length) : real_pwrite(fd, bytes, length, at);
    }
    ssize_t written = write_inside(file, fd, bytes, length, at);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

ssize_t write(int fd, const void *bytes, size_t length) { return write_any(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return write_any(fd, bytes, length, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) { return write_any(fd, bytes, length, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    pthread_mutex_lock(&lock);
    bool is_ours = file_of(fd) != NULL;
    pthread_mutex_unlock(&lock);
    if (!is_ours || count < 1) return real_writev(fd, parts, count);
    /* A short write is as good as any. */
    return write_any(fd, parts[0].iov_base, parts[0].iov_len, -1);
}

static bool read_fails(int fd) {
    char path[PATH];
    if (kind == NULL || strcmp(kind, "read") != 0 || !path_of(fd, path)) return false;
    pthread_mutex_lock(&lock);
    bool is_hit = fails("read", path);
    pthread_mutex_unlock(&lock);
    errno = EIO;
    return is_hit;
}

ssize_t read(int fd, void *target, size_t length) { return read_fails(fd) ? -1 : real_read(fd, target, length); }
ssize_t pread(int fd, void *target, size_t length, off_t at) { return read_fails(fd) ? -1 : real_pread(fd, target, length, at); }
ssize_t pread64(int fd, void *target, size_t length, off_t at) { return read_fails(fd) ? -1 : real_pread(fd, target, length, at); }
ssize_t readv(int fd, const struct iovec *parts, int count) { return read_fails(fd) ? -1 : real_readv(fd, parts, count); }

/* Synced is what the kernel was asked for, so the real call, which takes long, is left out. */
static int sync_any(int fd, __typeof__(fsync) *real) {
    char path[PATH];
    if (!path_of(fd, path)) {
        pthread_mutex_lock(&lock);
        bool is_gone = file_of(fd) != NULL;
        pthread_mutex_unlock(&lock);
        return is_gone ? 0 : real(fd);
    }
    pthread_mutex_lock(&lock);
    step("sync", path);
    File *file = file_of(fd);
    bool is_hit = fails("fsync", path);
    if (is_hit && file != NULL) drop(file);
    if (!is_hit && file != NULL) forget(file);
    if (!is_hit && file == NULL) sync_names(path);
    pthread_mutex_unlock(&lock);
    errno = EIO;
    return is_hit ? -1 : 0;
}

int fsync(int fd) { return sync_any(fd, real_fsync); }
int fdatasync(int fd) { return sync_any(fd, real_fdatasync); }

int ftruncate(int fd, off_t size) {
    pthread_mutex_lock(&lock);
    File *file = file_of(fd);
    if (file != NULL && size != size_of(file)) {
        off_t before = size_of(file);
        remember(file, size < before ? size : before, size < before ? before - size : size - before, true);
    }
    int result = real_ftruncate(fd, size);
    if (file != NULL) step("truncation", "a file");
    pthread_mutex_unlock(&lock);
    return result;
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

int posix_fallocate(int fd, off_t at, off_t length) {
    pthread_mutex_lock(&lock);
    File *file = file_of(fd);
    if (file != NULL && at + length > size_of(file)) remember(file, size_of(file), at + length - size_of(file), true);
    int result = real_posix_fallocate(fd, at, length);
    pthread_mutex_unlock(&lock);
    return result;
}

static int unlink_inside(const char *path) {
    char limbo[PATH + 64];
    if (strcmp(path + root_length, "/POWER") == 0) power_fails("a wish", path);
    if (!set_aside(path, limbo)) return -1;
    note(REMOVED, path, NULL, limbo);
    step("removal", path);
    return 0;
}

static int rename_inside(const char *from, const char *to) {
    char limbo[PATH + 64];
    struct stat found;
    if (lstat(from, &found) != 0) return -1;
    bool is_replaced = set_aside(to, limbo);
    require(real_rename(from, to) == 0, to);
    note(RENAMED, to, from, is_replaced ? limbo : NULL);
    step("renaming", to);
    return 0;
}

static int unmake_inside(const char *path) {
    if (real_rmdir(path) != 0) return -1;
    note(UNMADE, path, NULL, NULL);
    step("removal", path);
    return 0;
}

#define LOCKED(call)                     \
    {                                    \
        pthread_mutex_lock(&lock);       \
        int result = (call);             \
        int error = errno;               \
        pthread_mutex_unlock(&lock);     \
        errno = error;                   \
        return result;                   \
    }

int unlink(const char *path) {
    char absolute[PATH];
    if (!resolve(AT_FDCWD, path, absolute)) return real_unlink(path);
    LOCKED(unlink_inside(absolute))
}

int unlinkat(int dirfd, const char *path, int flags) {
    static __typeof__(unlinkat) *real;
    if (real == NULL) real = dlsym(RTLD_NEXT, "unlinkat");
    char absolute[PATH];
    if (!resolve(dirfd, path, absolute)) return real(dirfd, path, flags);
    LOCKED((flags & AT_REMOVEDIR) != 0 ? unmake_inside(absolute) : unlink_inside(absolute))
}

int remove(const char *path) {
    struct stat found;
    return lstat(path, &found) == 0 && S_ISDIR(found.st_mode) ? rmdir(path) : unlink(path);
}

int rmdir(const char *path) {
    char absolute[PATH];
    if (!resolve(AT_FDCWD, path, absolute)) return real_rmdir(path);
    LOCKED(unmake_inside(absolute))
}

int rename(const char *from, const char *to) {
    char absolute[PATH], target[PATH];
    if (!resolve(AT_FDCWD, from, absolute) || !resolve(AT_FDCWD, to, target)) return real_rename(from, to);
    LOCKED(rename_inside(absolute, target))
}

int renameat(int from_fd, const char *from, int to_fd, const char *to) {
    static __typeof__(renameat) *real;
    if (real == NULL) real = dlsym(RTLD_NEXT, "renameat");
    char absolute[PATH], target[PATH];
    if (!resolve(from_fd, from, absolute) || !resolve(to_fd, to, target)) return real(from_fd, from, to_fd, to);
    LOCKED(rename_inside(absolute, target))
}

static int make_inside(const char *path, mode_t mode) {
    if (real_mkdir(path, mode) != 0) return -1;
    if (strlen(path) > root_length) note(MADE, path, NULL, NULL);
    step("creation", path);
    return 0;
}

int mkdir(const char *path, mode_t mode) {
    char absolute[PATH];
    if (!resolve(AT_FDCWD, path, absolute)) return real_mkdir(path, mode);
    LOCKED(make_inside(absolute, mode))
}

static int link_inside(const char *from, const char *to) {
    if (real_link(from, to) != 0) return -1;
    note(LINKED, to, from, NULL);
    step("link", to);
    return 0;
}

int link(const char *from, const char *to) {
    char absolute[PATH], target[PATH];
    if (!resolve(AT_FDCWD, from, absolute) || !resolve(AT_FDCWD, to, target)) return real_link(from, to);
    LOCKED(link_inside(absolute, target))
}
