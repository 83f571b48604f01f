/* Makes system calls go wrong, as LOCKSCOPE_TEST_CALLS says: "short", "eintr", or "fail:CALL:ERRNO".
 * Only for files below LOCKSCOPE_TEST_FOLDER. Made for tests; preloaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_ours(int fd) {
  const char *folder = getenv("LOCKSCOPE_TEST_FOLDER");
  char link[64], target[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, target, sizeof target - 1);
  if (folder == NULL || length < 0) return 0;
  target[length] = 0;
  return strncmp(target, folder, strlen(folder)) == 0;
}

static int is_path_ours(const char *path) {
  const char *folder = getenv("LOCKSCOPE_TEST_FOLDER");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static const char *orders(void) {
  const char *value = getenv("LOCKSCOPE_TEST_CALLS");
  return value == NULL ? "" : value;
}

/* Every call is interrupted once before it is made. */
static int interrupts(void) {
  static __thread int turn = 0;
  return strcmp(orders(), "eintr") == 0 && (turn = !turn);
}

static int fails(const char *call) {
  char wanted[64];
  snprintf(wanted, sizeof wanted, "fail:%s:", call);
  const char *order = orders();
  if (strncmp(order, wanted, strlen(wanted)) != 0) return 0;
  errno = atoi(order + strlen(wanted));
  return 1;
}

/* A short write, and nothing at all at the next: libuv itself goes on after the first alone. */
static __thread int stalls = 0;

static size_t shorter(size_t count) {
  if (strcmp(orders(), "short") != 0 || count < 2) return count;
  stalls = 1;
  return count / 2;
}

static int stalled(void) {
  int was = stalls;
  stalls = 0;
  return was;
}

#define REAL(name, type) ((type) dlsym(RTLD_NEXT, name))
#define BEFORE(fd, call)                                  \
  if (is_ours(fd)) {                                      \
    if (interrupts()) { errno = EINTR; return -1; }       \
    if (fails(call)) return -1;                           \
  }

ssize_t write(int fd, const void *from, size_t count) {
  BEFORE(fd, "write")
  if (is_ours(fd) && stalled()) return 0;
  return REAL("write", ssize_t (*)(int, const void *, size_t))(fd, from, is_ours(fd) ? shorter(count) : count);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
  BEFORE(fd, "write")
  if (is_ours(fd) && stalled()) return 0;
  return REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t))(fd, from, is_ours(fd) ? shorter(count) : count, at);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) { return pwrite(fd, from, count, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
  BEFORE(fd, "write")
  if (is_ours(fd) && count > 0) return write(fd, parts[0].iov_base, parts[0].iov_len);
  return REAL("writev", ssize_t (*)(int, const struct iovec *, int))(fd, parts, count);
}

int fsync(int fd) {
  BEFORE(fd, "fsync")
  return REAL("fsync", int (*)(int))(fd);
}

int rename(const char *from, const char *to) {
  if (is_path_ours(to)) {
    if (interrupts()) { errno = EINTR; return -1; }
    /* Not among files of its own, such as a backup that is given its name. */
    if (strstr(to, "/.") == NULL && fails("rename")) return -1;
  }
  return REAL("rename", int (*)(const char *, const char *))(from, to);
}

int link(const char *from, const char *to) {
  if (is_path_ours(to) && fails("link")) return -1;
  return REAL("link", int (*)(const char *, const char *))(from, to);
}
