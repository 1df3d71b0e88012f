/*
 * Writes down, in the order in which they happen, what the program that it is preloaded into does to the files of one
 * directory (POWER_DIR) and when it answers a webhook, as records in POWER_LOG:
 *
 *   kind (1 byte), file (4), offset (8), length (4), then as many bytes; numbers in little endian.
 *
 * A write is written down before it is done, a sync when it begins and when it has returned (its number stands for the
 * offset; of the directory only when it has returned), an answer before it is sent: what was synced before an answer stands before it. With POWER_NO_SYNC set, syncs answer that they are done and do nothing: a disk that lies.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, SYNCING, SYNCED, TRUNCATED, UNLINKED, ANSWERED, DIRECTORY_SYNCED };
static const uint32_t A_DIRECTORY = UINT32_MAX;
enum { MOST_FDS = 65536, MOST_FILES = 256, MOST_ANSWER = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static const char *directory;
static size_t directory_length;
static int lies;
static uint32_t file_of[MOST_FDS];
static char *names[MOST_FILES];
static uint32_t name_count;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_sendmsg)(int, const struct msghdr *, int);
static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void start(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_sendmsg = dlsym(RTLD_NEXT, "sendmsg");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_openat = dlsym(RTLD_NEXT, "openat64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  directory = getenv("POWER_DIR");
  directory_length = directory ? strlen(directory) : 0;
  lies = getenv("POWER_NO_SYNC") != NULL;
  const char *path = getenv("POWER_LOG");
  if (path && directory) log_fd = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void record(uint8_t kind, uint32_t file, uint64_t offset, const void *bytes, uint32_t length) {
  uint8_t head[17];
  head[0] = kind;
  memcpy(head + 1, &file, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &length, 4);
  const struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, length}};
  if (real_writev(log_fd, parts, length > 0 ? 2 : 1) < 0) abort();
}

static uint32_t watched(int fd) { return log_fd >= 0 && fd >= 0 && fd < MOST_FDS ? file_of[fd] : 0; }

/* The number of a file that is looked at, from 1; 0 of any other. The index beside a log need not survive anything. */
static uint32_t number_of(const char *path) {
  if (log_fd < 0 || !path || strncmp(path, directory, directory_length) != 0) return 0;
  const size_t length = strlen(path);
  if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return 0;
  if (!strstr(path, ".db")) return 0;
  for (uint32_t i = 0; i < name_count; i++)
    if (strcmp(names[i], path) == 0) return i + 1;
  if (name_count == MOST_FILES) abort();
  names[name_count++] = strdup(path);
  record(OPENED, name_count, 0, path + directory_length, length - directory_length);
  return name_count;
}

static int opened(int fd, const char *path) {
  if (fd < 0 || fd >= MOST_FDS) return fd;
  struct stat found;
  const int is_ours = log_fd >= 0 && path && strncmp(path, directory, directory_length) == 0;
  pthread_mutex_lock(&lock);
  if (is_ours && fstat(fd, &found) == 0 && S_ISDIR(found.st_mode)) file_of[fd] = A_DIRECTORY;
  else file_of[fd] = number_of(path);
  pthread_mutex_unlock(&lock);
  return fd;
}

static mode_t mode_from(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

#define OPEN(name)                                    \
  int name(const char *path, int flags, ...) {        \
    va_list rest;                                     \
    va_start(rest, flags);                            \
    const mode_t mode = mode_from(flags, rest);       \
    va_end(rest);                                     \
    return opened(real_open(path, flags, mode), path); \
  }
OPEN(open)
OPEN(open64)
#define OPENAT(name)                                         \
  int name(int at, const char *path, int flags, ...) {       \
    va_list rest;                                            \
    va_start(rest, flags);                                   \
    const mode_t mode = mode_from(flags, rest);              \
    va_end(rest);                                            \
    return opened(real_openat(at, path, flags, mode), path); \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FDS) file_of[fd] = 0;
  return real_close(fd);
}

static void wrote(uint32_t file, off_t offset, const void *bytes, size_t length) {
  pthread_mutex_lock(&lock);
  record(WRITTEN, file, (uint64_t)offset, bytes, (uint32_t)length);
  pthread_mutex_unlock(&lock);
}

/* Whether it is an answer to a webhook that says that it is kept. */
static void sent(const struct iovec *parts, int count) {
  char text[MOST_ANSWER];
  size_t length = 0;
  for (int i = 0; i < count && length < sizeof text; i++) {
    const size_t room = sizeof text - length;
    const size_t more = parts[i].iov_len < room ? parts[i].iov_len : room;
    memcpy(text + length, parts[i].iov_base, more);
    length += more;
  }
  if (length < 12 || memcmp(text, "HTTP/1.1 200", 12) != 0) return;
  if (!memmem(text, length, "\"webhookId\"", 11)) return;
  pthread_mutex_lock(&lock);
  record(ANSWERED, 0, 0, text, (uint32_t)length);
  pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  const uint32_t file = watched(fd);
  if (file) wrote(file, lseek(fd, 0, SEEK_CUR), bytes, length);
  else if (log_fd >= 0 && fd != log_fd) {
    const struct iovec part = {(void *)bytes, length};
    sent(&part, 1);
  }
  return real_write(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (log_fd >= 0 && !watched(fd)) sent(parts, count);
  return real_writev(fd, parts, count);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  if (log_fd >= 0) sent(message->msg_iov, (int)message->msg_iovlen);
  return real_sendmsg(fd, message, flags);
}

#define PWRITE(name)                                                        \
  ssize_t name(int fd, const void *bytes, size_t length, off_t offset) {    \
    const uint32_t file = watched(fd);                                      \
    if (file) wrote(file, offset, bytes, length);                           \
    return real_pwrite(fd, bytes, length, offset);                          \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

static int synced(int fd, int (*sync)(int)) {
  const uint32_t file = watched(fd);
  if (!file) return sync(fd);
  if (lies) return 0;
  if (file == A_DIRECTORY) {
    const int result = sync(fd);
    pthread_mutex_lock(&lock);
    if (result == 0) record(DIRECTORY_SYNCED, 0, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
  }
  static uint64_t count;
  pthread_mutex_lock(&lock);
  const uint64_t number = ++count;
  record(SYNCING, file, number, NULL, 0);
  pthread_mutex_unlock(&lock);
  const int result = sync(fd);
  if (result != 0) return result;
  pthread_mutex_lock(&lock);
  record(SYNCED, file, number, NULL, 0);
  pthread_mutex_unlock(&lock);
  return 0;
}
int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

#define FTRUNCATE(name)                                            \
  int name(int fd, off_t length) {                                 \
    const uint32_t file = watched(fd);                             \
    if (file) {                                                    \
      pthread_mutex_lock(&lock);                                   \
      record(TRUNCATED, file, (uint64_t)length, NULL, 0);          \
      pthread_mutex_unlock(&lock);                                 \
    }                                                              \
    return real_ftruncate(fd, length);                             \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  const uint32_t file = number_of(path);
  if (file) record(UNLINKED, file, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return real_unlink(path);
}
