package dev.voicecall.netty;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1, made by the JDK's tool, which until it is closed the JVM trusts by default, or does not. */
final class Certificate implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLContext before = SSLContext.getDefault();
    private final SSLContext own = SSLContext.getInstance("TLS");

    private Certificate() throws GeneralSecurityException, IOException, InterruptedException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        Path folder = Files.createTempDirectory("certificate");
        Path file = folder.resolve("keys.p12");
        generate(file);
        try (InputStream stored = Files.newInputStream(file)) {
            keys.load(stored, PASSWORD);
        }
        Files.delete(file);
        Files.delete(folder);
        KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        key.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        own.init(key.getKeyManagers(), trust.getTrustManagers(), null);
    }

    static Certificate trustedByDefault() throws GeneralSecurityException, IOException, InterruptedException {
        Certificate made = new Certificate();
        SSLContext.setDefault(made.own);
        return made;
    }

    static Certificate unknown() throws GeneralSecurityException, IOException, InterruptedException {
        return new Certificate();
    }

    ServerSocket listen() throws IOException {
        return own.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    private static void generate(Path file) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        (tool + " -genkeypair -alias test -keyalg EC -dname CN=test -ext san=ip:127.0.0.1 -keystore "
                                        + file + " -storetype PKCS12 -storepass " + new String(PASSWORD))
                                .split(" "))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    @Override
    public void close() {
        SSLContext.setDefault(before);
    }
}
