// The floor of a transfer: one file over one TLS 1.3 stream on loopback, by OpenSSL with AES-128-GCM, and nothing else:
// no protocol, no hash, no preallocation. Ends when the other process has the whole file and has told the disk.
//
//   floor SOURCE TARGET
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// What stays in the cache of a core from the file to the socket; larger blocks take more of the processor.
enum { blockBytes = 64 * 1024, recordRoom = 8 * 1024 };

static void die(const char *what)
{
    perror(what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static void check(int ok, const char *what)
{
    if (!ok)
        die(what);
}

static SSL_CTX *newContext(const SSL_METHOD *method)
{
    SSL_CTX *context = SSL_CTX_new(method);
    check(context != NULL, "SSL_CTX_new");
    check(SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1, "TLS 1.3");
    check(SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256"), "AES-128-GCM");
    return context;
}

static void addCertificate(SSL_CTX *context)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    check(key != NULL && certificate != NULL, "key");
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    check(X509_set_pubkey(certificate, key) && X509_sign(certificate, key, EVP_sha256()) > 0, "certificate");
    check(SSL_CTX_use_certificate(context, certificate) && SSL_CTX_use_PrivateKey(context, key), "use certificate");
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static SSL *newStream(SSL_CTX *context, int socket)
{
    SSL *ssl = SSL_new(context);
    check(ssl != NULL && SSL_set_fd(ssl, socket), "SSL_new");
    return ssl;
}

// Records are collected on their way to and from the socket: fewer calls.
static void collectRecords(SSL *ssl, int socket)
{
    BIO *buffer = BIO_new(BIO_f_buffer());
    check(buffer != NULL && BIO_set_buffer_size(buffer, blockBytes + recordRoom) == 1, "buffer");
    BIO_push(buffer, BIO_new_socket(socket, BIO_NOCLOSE));
    SSL_set_bio(ssl, buffer, buffer);
}

static void sendFile(int socket, const char *path)
{
    SSL_CTX *context = newContext(TLS_client_method());
    SSL *ssl = newStream(context, socket);
    check(SSL_connect(ssl) == 1, "SSL_connect");
    collectRecords(ssl, socket);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    check(file >= 0, path);
    char *block = malloc(blockBytes);
    ssize_t got = 0;
    while ((got = read(file, block, blockBytes)) > 0)
        check(SSL_write(ssl, block, (int)got) == got, "SSL_write");
    check(got == 0, "read");
    check(BIO_flush(SSL_get_wbio(ssl)) == 1 && SSL_shutdown(ssl) >= 0 && BIO_flush(SSL_get_wbio(ssl)) == 1, "end");
    free(block);
    close(file);
    SSL_free(ssl);
    SSL_CTX_free(context);
}

static void writeWhole(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t done = write(file, bytes, size);
        check(done > 0, "write");
        bytes += done;
        size -= (size_t)done;
    }
}

static void receiveFile(int listener, const char *path)
{
    SSL_CTX *context = newContext(TLS_server_method());
    addCertificate(context);
    const int socket = accept(listener, NULL, NULL);
    check(socket >= 0, "accept");
    SSL *ssl = newStream(context, socket);
    check(SSL_accept(ssl) == 1, "SSL_accept");
    collectRecords(ssl, socket);
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    check(file >= 0, path);
    char *block = malloc(blockBytes);
    int filled = 0, got = 0;
    while ((got = SSL_read(ssl, block + filled, blockBytes - filled)) > 0) {
        filled += got;
        if (filled < blockBytes)
            continue;
        writeWhole(file, block, (size_t)filled);
        filled = 0;
    }
    check(SSL_get_error(ssl, got) == SSL_ERROR_ZERO_RETURN, "SSL_read");
    writeWhole(file, block, (size_t)filled);
    check(fsync(file) == 0 && close(file) == 0, "fsync");
    free(block);
    SSL_free(ssl);
    SSL_CTX_free(context);
}

int main(int count, char **words)
{
    if (count != 3) {
        fprintf(stderr, "usage: floor SOURCE TARGET\n");
        return 2;
    }
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof here;
    check(bind(listener, (struct sockaddr *)&here, size) == 0 && listen(listener, 1) == 0, "listen");
    check(getsockname(listener, (struct sockaddr *)&here, &size) == 0, "getsockname");
    const pid_t receiver = fork();
    check(receiver >= 0, "fork");
    if (receiver == 0) {
        receiveFile(listener, words[2]);
        return 0;
    }
    close(listener);
    const int out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check(connect(out, (struct sockaddr *)&here, size) == 0, "connect");
    sendFile(out, words[1]);
    shutdown(out, SHUT_WR);
    int status = 0;
    check(waitpid(receiver, &status, 0) == receiver, "waitpid");
    close(out);
    return status == 0 ? 0 : 1;
}
