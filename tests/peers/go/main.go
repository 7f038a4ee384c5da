// Reads questions about notes and trees, one JSON object a line, and answers each on a line.
//
// What accepts and refuses here is the Go team's sumdb/note and sumdb/tlog as they are; of its
// own this program has only what a checkpoint's text says (C2SP tlog-checkpoint).
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A question's fields; which of them count depends on what it asks.
type question struct {
	Ask     string
	Keys    []string
	Note    []byte
	Name    string
	Secret  string
	Text    string
	Proof   []string
	Size    int64
	Root    string
	Index   int64
	Leaf    string
	OldSize int64
	OldRoot string
	Records [][]byte
}

type answer struct {
	Accepted bool     `json:"accepted"`
	Why      string   `json:"why,omitempty"`
	Text     string   `json:"text,omitempty"`
	Size     int64    `json:"size"`
	Root     string   `json:"root,omitempty"`
	Hashes   []string `json:"hashes,omitempty"`
	Note     []byte   `json:"note,omitempty"`
	Key      string   `json:"key,omitempty"`
	Secret   string   `json:"secret,omitempty"`
}

// The tree that "grow" has built, as tlog stores it.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, fmt.Errorf("no hash is stored at %d", index)
		}
		found[i] = s[index]
	}
	return found, nil
}

var grown stored
var leaves int64

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	said := json.NewEncoder(out)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			log.Fatal(err)
		}
		told, err := answered(asked)
		told.Accepted = err == nil
		if err != nil {
			told = answer{Why: err.Error()}
		}
		if err := said.Encode(told); err != nil {
			log.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

func answered(q question) (answer, error) {
	switch q.Ask {
	case "open":
		text, err := opened(q)
		return answer{Text: text}, err
	case "checkpoint":
		return checkpoint(q)
	case "inclusion":
		return answer{}, inclusion(q)
	case "consistency":
		return answer{}, consistency(q)
	case "key":
		secret, key, err := note.GenerateKey(rand.Reader, q.Name)
		return answer{Secret: secret, Key: key}, err
	case "sign":
		return signed(q)
	case "grow":
		return grow(q)
	case "prove_inclusion":
		proof, err := tlog.ProveRecord(q.Size, q.Index, grown)
		return answer{Hashes: written(proof)}, err
	case "prove_consistency":
		proof, err := tlog.ProveTree(q.Size, q.OldSize, grown)
		return answer{Hashes: written(proof)}, err
	}
	log.Fatalf("%q is no question", q.Ask)
	return answer{}, nil
}

func opened(q question) (string, error) {
	var known []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return "", err
		}
		known = append(known, verifier)
	}
	found, err := note.Open(q.Note, note.VerifierList(known...))
	if err != nil {
		return "", err
	}
	return found.Text, nil
}

// The text: an origin, a size in plain decimals, a root in base64, then lines that are not empty.
func checkpoint(q question) (answer, error) {
	text, err := opened(q)
	if err != nil {
		return answer{}, err
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return answer{}, errors.New("a checkpoint has three lines at least")
	}
	if lines[0] == "" || lines[0] != q.Name {
		return answer{}, errors.New("this is a checkpoint of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return answer{}, errors.New("the size is no plain decimal")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || root.String() != lines[2] {
		return answer{}, errors.New("the root is no hash in base64")
	}
	for _, line := range lines[3:] {
		if line == "" {
			return answer{}, errors.New("a line of a checkpoint is empty")
		}
	}
	return answer{Text: text, Size: size, Root: hex.EncodeToString(root[:])}, nil
}

func inclusion(q question) error {
	proof, err := hashes(q.Proof)
	if err != nil {
		return err
	}
	ends, err := hashes([]string{q.Root, q.Leaf})
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, q.Size, ends[0], q.Index, ends[1])
}

func consistency(q question) error {
	proof, err := hashes(q.Proof)
	if err != nil {
		return err
	}
	ends, err := hashes([]string{q.Root, q.OldRoot})
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, q.Size, ends[0], q.OldSize, ends[1])
}

func signed(q question) (answer, error) {
	signer, err := note.NewSigner(q.Secret)
	if err != nil {
		return answer{}, err
	}
	made, err := note.Sign(&note.Note{Text: q.Text}, signer)
	return answer{Note: made}, err
}

// Appends records to the tree; gives its root.
func grow(q question) (answer, error) {
	for _, record := range q.Records {
		added, err := tlog.StoredHashes(leaves, record, grown)
		if err != nil {
			return answer{}, err
		}
		grown = append(grown, added...)
		leaves++
	}
	root, err := tlog.TreeHash(leaves, grown)
	return answer{Size: leaves, Root: hex.EncodeToString(root[:])}, err
}

func hashes(texts []string) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		read, err := hex.DecodeString(text)
		if err != nil || len(read) != tlog.HashSize {
			return nil, errors.New("this is no hash")
		}
		copy(found[i][:], read)
	}
	return found, nil
}

func written(found []tlog.Hash) []string {
	texts := make([]string, len(found))
	for i, hash := range found {
		texts[i] = hex.EncodeToString(hash[:])
	}
	return texts
}
