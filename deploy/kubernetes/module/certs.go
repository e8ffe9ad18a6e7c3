package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// authority signs what one test cluster needs. It is thrown away with the cluster.
type authority struct {
	directory string
	serial    int64
	cert      *x509.Certificate
	key       *ecdsa.PrivateKey
}

// certs writes into a directory: the authority (ca), a server's certificate for the hosts (serving), the administrator's (admin), and
// the key pair of service account tokens (sa).
func certs(directory string, hosts []string) error {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	ca := &authority{directory: directory}
	root := &x509.Certificate{
		// Clients take a certificate with its signer's own subject for self-signed.
		Subject:  pkix.Name{CommonName: "plumbline-test"},
		IsCA:     true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if err := ca.issue("ca", root); err != nil {
		return err
	}
	serving := leaf(pkix.Name{CommonName: "plumbline-serving"})
	own := []string{"127.0.0.1", "10.96.0.1", "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}
	for _, host := range append(own, hosts...) {
		if address := net.ParseIP(host); address != nil {
			serving.IPAddresses = append(serving.IPAddresses, address)
		} else {
			serving.DNSNames = append(serving.DNSNames, host)
		}
	}
	if err := ca.issue("serving", serving); err != nil {
		return err
	}
	if err := ca.issue("admin", leaf(pkix.Name{CommonName: "admin", Organization: []string{"system:masters"}})); err != nil {
		return err
	}
	return ca.writeKeyPair("sa")
}

func leaf(subject pkix.Name) *x509.Certificate {
	return &x509.Certificate{
		Subject:     subject,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
}

// issue signs a certificate for a new key and writes both; the first one signs itself and all that follow.
func (ca *authority) issue(name string, wanted *x509.Certificate) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	ca.serial++
	wanted.SerialNumber = big.NewInt(ca.serial)
	wanted.NotBefore, wanted.NotAfter = time.Now().Add(-time.Hour), time.Now().AddDate(1, 0, 0)
	wanted.BasicConstraintsValid = true
	if ca.cert == nil {
		ca.cert, ca.key = wanted, key
	}
	der, err := x509.CreateCertificate(rand.Reader, wanted, ca.cert, &key.PublicKey, ca.key)
	if err != nil {
		return err
	}
	if wanted == ca.cert {
		if ca.cert, err = x509.ParseCertificate(der); err != nil {
			return err
		}
	}
	if err := ca.write(name+".crt", "CERTIFICATE", der); err != nil {
		return err
	}
	return ca.writeKey(name, key)
}

func (ca *authority) writeKeyPair(name string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	if err := ca.write(name+".pub", "PUBLIC KEY", public); err != nil {
		return err
	}
	return ca.writeKey(name, key)
}

func (ca *authority) writeKey(name string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return ca.write(name+".key", "EC PRIVATE KEY", der)
}

func (ca *authority) write(name, kind string, der []byte) error {
	return os.WriteFile(filepath.Join(ca.directory, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
