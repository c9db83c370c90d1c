"""The servers of the rivals: nginx and sshd, each with a configuration and keys of its own, on loopback."""
import getpass
import os
import shutil
import socket
import subprocess

import landline


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def is_open(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A process that listens on `port` while entered."""

    def __init__(self, folder, name):
        self.folder, self.name, self.port, self.process = os.path.join(folder, name), name, free_port(), None
        os.makedirs(self.folder)

    def start(self, words):
        with open(self.path("log"), "wb") as log:
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        landline.wait_for(self.is_up, what=f"{self.name} (see {self.path('log')})")

    def is_up(self):
        if self.process.poll() is not None:
            with open(self.path("log"), encoding="utf-8", errors="replace") as f:
                raise RuntimeError(f"{self.name} has ended: {f.read()[-500:]}")
        return is_open(self.port)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)
        return self.path(name)

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


class Nginx(Server):
    """Serves the files below `root` over HTTPS: TLS 1.3, P-256."""

    def __init__(self, folder, root):
        super().__init__(folder, "nginx")
        self.root = root

    def __enter__(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", self.path("key"), "-out", self.path("crt"), "-days", "2", "-subj",
                        "/CN=localhost"], check=True, capture_output=True)
        places = "".join(f"{kind}_temp_path {self.path(kind)}; "
                         for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config = self.write("nginx.conf", f"""daemon off; pid {self.path("pid")}; worker_processes 1;
error_log {self.path("errors")}; {"user root;" if os.geteuid() == 0 else ""}
events {{}} http {{ access_log off; {places} sendfile on; tcp_nopush on;
server {{ listen 127.0.0.1:{self.port} ssl; ssl_certificate {self.path("crt")}; ssl_certificate_key {self.path("key")};
ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; root {self.root}; }} }}""")
        self.start(["nginx", "-c", config, "-p", self.folder])
        return self

    def url(self, path):
        return f"https://127.0.0.1:{self.port}/{os.path.relpath(path, self.root)}"


class Sshd(Server):
    """Lets in whoever runs this, by a key made for the occasion."""

    needed = "/run/sshd"  # sshd as root wants this folder, which the start of the machine makes

    def __init__(self, folder):
        super().__init__(folder, "sshd")
        self.made_needed = False

    def __enter__(self):
        for key in ("host", "own"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(key)], check=True)
        if os.geteuid() == 0 and not os.path.exists(self.needed):
            os.mkdir(self.needed, 0o755)
            self.made_needed = True
        config = self.write("sshd_config", f"""ListenAddress 127.0.0.1
Port {self.port}
HostKey {self.path("host")}
AuthorizedKeysFile {self.path("own.pub")}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
MaxStartups 100
""")
        self.start([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", config])
        return self

    def __exit__(self, *_):
        super().__exit__()
        if self.made_needed:
            os.rmdir(self.needed)

    def options(self, cipher):
        """For ssh, and what takes options as ssh does; the default cipher where `cipher` is None."""
        words = ["-F", "none", "-i", self.path("own"), "-o", f"User={getpass.getuser()}", "-o", f"Port={self.port}",
                 "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
                 "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "Compression=no"]
        return words + (["-c", cipher] if cipher else [])
