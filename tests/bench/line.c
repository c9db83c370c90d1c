// A cable between two hosts of a virtual LAN, in user space: a rate with a queue that is bounded, a delay, and loss.
// Stands in for the kernel's netem where there is none. Fast enough for some hundred Mbit/s beside the programs measured.
//
//   line FD FD RATE-MBIT DELAY-MS LOSS-PERCENT QUEUE-BYTES SEED
//
// Each FD carries whole Ethernet frames, one a read: a tap, or a packet socket. Rate, delay, loss and queue are of each
// direction. Ends with its parent, or by SIGTERM, and then prints what went and what was lost.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { frameBytes = 2048, slots = 8192, burst = 64 };

// Bytes of a frame on a real cable that are not in it: preamble, checksum, gap.
enum { cableBytes = 24 };

struct Frame {
    int64_t due; // ns
    uint32_t size;
    unsigned char bytes[frameBytes];
};

struct Direction {
    int from, to;
    struct Frame *ring;      // in the order of leaving, which is that of coming
    uint32_t head, count;
    int64_t busyUntil;       // ns; when the modelled line has sent all it was given
    uint64_t sent, lost, dropped;
};

struct Line {
    double nsPerByte;
    int64_t delay;           // ns
    uint64_t lossBelow;      // of 2^32
    int64_t queue;           // ns of sending time that may wait
    uint64_t random;
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
    (void)signal;
    ended = 1;
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static uint32_t nextRandom(struct Line *line)
{
    line->random ^= line->random << 13;
    line->random ^= line->random >> 7;
    line->random ^= line->random << 17;
    return (uint32_t)(line->random >> 32);
}

static void take(struct Line *line, struct Direction *way, struct Frame *frame, int64_t at)
{
    if (nextRandom(line) < line->lossBelow) {
        ++way->lost;
        return;
    }
    const int64_t begin = way->busyUntil > at ? way->busyUntil : at;
    if (begin - at > line->queue) {
        ++way->dropped;
        return;
    }
    way->busyUntil = begin + (int64_t)(line->nsPerByte * (frame->size + cableBytes));
    frame->due = way->busyUntil + line->delay;
    ++way->count;
}

static void readFrames(struct Line *line, struct Direction *way)
{
    for (int i = 0; i < burst && way->count < slots; ++i) {
        struct Frame *frame = &way->ring[(way->head + way->count) % slots];
        const ssize_t got = read(way->from, frame->bytes, frameBytes);
        if (got <= 0)
            return;
        frame->size = (uint32_t)got;
        take(line, way, frame, now());
    }
}

static void writeFrames(struct Direction *way)
{
    for (const int64_t at = now(); way->count > 0 && way->ring[way->head].due <= at; --way->count) {
        const struct Frame *frame = &way->ring[way->head];
        if (write(way->to, frame->bytes, frame->size) == (ssize_t)frame->size)
            ++way->sent;
        else
            ++way->lost;
        way->head = (way->head + 1) % slots;
    }
}

static int64_t nextDue(const struct Direction *ways)
{
    int64_t due = INT64_MAX;
    for (int i = 0; i < 2; ++i) {
        if (ways[i].count > 0 && ways[i].ring[ways[i].head].due < due)
            due = ways[i].ring[ways[i].head].due;
    }
    return due;
}

static void waitForWork(struct Direction *ways)
{
    struct pollfd ready[2] = {{ways[0].from, ways[0].count < slots ? POLLIN : 0, 0},
                              {ways[1].from, ways[1].count < slots ? POLLIN : 0, 0}};
    const int64_t due = nextDue(ways);
    const int64_t left = due == INT64_MAX ? 1000000000 : due - now();
    const struct timespec limit = {.tv_sec = left > 0 ? left / 1000000000 : 0,
                                   .tv_nsec = left > 0 ? left % 1000000000 : 0};
    ppoll(ready, 2, &limit, NULL);
}

static void carry(struct Line *line, struct Direction *ways)
{
    while (!ended) {
        waitForWork(ways);
        for (int i = 0; i < 2; ++i) {
            readFrames(line, &ways[i]);
            writeFrames(&ways[i]);
        }
    }
}

int main(int count, char **words)
{
    if (count != 8) {
        fprintf(stderr, "usage: line FD FD RATE-MBIT DELAY-MS LOSS-PERCENT QUEUE-BYTES SEED\n");
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    prctl(PR_SET_TIMERSLACK, 1);
    signal(SIGTERM, end);
    struct Direction ways[2] = {0};
    for (int i = 0; i < 2; ++i) {
        ways[i].from = atoi(words[1 + i]);
        ways[i].to = atoi(words[2 - i]);
        ways[i].ring = malloc(sizeof(struct Frame) * slots);
        fcntl(ways[i].from, F_SETFL, O_NONBLOCK);
    }
    struct Line line = {.nsPerByte = 8000.0 / atof(words[3]),
                        .delay = (int64_t)(atof(words[4]) * 1e6),
                        .lossBelow = (uint64_t)(atof(words[5]) / 100 * 4294967296.0),
                        .random = strtoull(words[7], NULL, 10) * 0x9E3779B97F4A7C15 + 1};
    line.queue = (int64_t)(line.nsPerByte * atof(words[6]));
    carry(&line, ways);
    for (int i = 0; i < 2; ++i)
        printf("%" PRIu64 " sent %" PRIu64 " lost %" PRIu64 " dropped\n", ways[i].sent, ways[i].lost, ways[i].dropped);
    return 0;
}
