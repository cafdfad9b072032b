// Verifies the tokens of a file with golang-jwt; see ../README.md.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"math/big"
	"os"
	"syscall"

	"github.com/golang-jwt/jwt/v5"
)

type jwk struct {
	Alg, N, E, X, Y string
}

type task struct {
	Issuer, Audience string
	Seconds          float64
	Jwks             struct{ Keys []jwk }
	Tokens           map[string][]string
	Unacceptable     map[string][]string
}

func decode(text string) []byte {
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		log.Fatal(err)
	}
	return bytes
}

func number(text string) *big.Int { return new(big.Int).SetBytes(decode(text)) }

func publicKey(key jwk) crypto.PublicKey {
	switch key.Alg {
	case "RS256":
		return &rsa.PublicKey{N: number(key.N), E: int(number(key.E).Int64())}
	case "ES256":
		return &ecdsa.PublicKey{Curve: elliptic.P256(), X: number(key.X), Y: number(key.Y)}
	case "EdDSA":
		return ed25519.PublicKey(decode(key.X))
	}
	log.Fatalf("no key for %s", key.Alg)
	return nil
}

func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var given task
	if err := json.Unmarshal(text, &given); err != nil {
		log.Fatal(err)
	}
	for _, member := range given.Jwks.Keys {
		key := publicKey(member)
		parser := jwt.NewParser(jwt.WithValidMethods([]string{member.Alg}), jwt.WithIssuer(given.Issuer),
			jwt.WithAudience(given.Audience), jwt.WithExpirationRequired())
		verify := func(token string) error {
			_, err := parser.Parse(token, func(*jwt.Token) (any, error) { return key, nil })
			return err
		}
		for _, token := range given.Unacceptable[member.Alg] {
			if verify(token) == nil {
				log.Fatal("a bad token was accepted")
			}
		}
		tokens := given.Tokens[member.Alg]
		count, elapsed := 0, 0.0
		for started := cpuSeconds(); elapsed < given.Seconds; elapsed = cpuSeconds() - started {
			for _, token := range tokens {
				if err := verify(token); err != nil {
					log.Fatal(err)
				}
			}
			count += len(tokens)
		}
		fmt.Printf("{\"algorithm\":%q,\"per_second\":%f}\n", member.Alg, float64(count)/elapsed)
	}
}
