package probe

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
)

const prefix = "/2018-06-01/runtime/invocation/"

// connection is one kept connection to the Runtime API, whose replies always state their length.
type connection struct {
	host   string
	socket net.Conn
	reader *textproto.Reader
}

func connect(host string) (*connection, error) {
	socket, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	return &connection{host, socket, textproto.NewReader(bufio.NewReader(socket))}, nil
}

func (c *connection) next() (requestID string, body []byte, err error) {
	headers, body, err := c.exchange("GET", prefix+"next", nil)
	return headers.Get("Lambda-Runtime-Aws-Request-Id"), body, err
}

func (c *connection) respond(requestID string, answer any) error {
	return c.post(prefix+requestID+"/response", answer)
}

func (c *connection) fail(requestID string, reason failure) error {
	return c.post(prefix+requestID+"/error", reason)
}

func (c *connection) post(path string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, _, err = c.exchange("POST", path, body)
	return err
}

func (c *connection) exchange(method, path string, body []byte) (textproto.MIMEHeader, []byte, error) {
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
		method, path, c.host, len(body))
	if _, err := c.socket.Write(append([]byte(head), body...)); err != nil {
		return nil, nil, err
	}
	status, err := c.reader.ReadLine()
	if err != nil {
		return nil, nil, err
	}
	if !strings.HasPrefix(status, "HTTP/1.1 2") {
		return nil, nil, fmt.Errorf("%s %s: %s", method, path, status)
	}
	headers, err := c.reader.ReadMIMEHeader()
	if err != nil {
		return nil, nil, err
	}
	length, _ := strconv.Atoi(headers.Get("Content-Length"))
	reply := make([]byte, length)
	_, err = io.ReadFull(c.reader.R, reply)
	return headers, reply, err
}
